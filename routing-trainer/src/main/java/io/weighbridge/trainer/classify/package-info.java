/** From labelled texts to a classifier artifact: read, split, fit, choose a threshold, evaluate, write. */
@NullMarked
package io.weighbridge.trainer.classify;

import org.jspecify.annotations.NullMarked;
