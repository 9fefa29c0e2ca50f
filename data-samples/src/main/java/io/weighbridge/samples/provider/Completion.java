package io.weighbridge.samples.provider;

import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.tokenlog.Usage;

/**
 * An answer.
 *
 * @param finishReason "stop", or "length" where the limit cut it
 */
record Completion(SimulatedModel model, String text, Usage usage, String finishReason) {}
