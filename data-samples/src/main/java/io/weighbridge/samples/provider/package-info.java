/** A local OpenAI-compatible server that answers as the simulated models would. */
@NullMarked
package io.weighbridge.samples.provider;

import org.jspecify.annotations.NullMarked;
