/** Sentence embeddings, compiled only with the Maven profile {@code embeddings}. */
@NullMarked
package io.weighbridge.trainer.embeddings;

import org.jspecify.annotations.NullMarked;
