package io.weighbridge.runner.verify;

import java.util.OptionalDouble;

/**
 * An answer to be checked.
 *
 * @param customId names the item
 * @param confidence as the model's log-probabilities tell it, in [0, 1]; empty where the reply has none
 */
record Answer(String customId, String text, OptionalDouble confidence) {}
