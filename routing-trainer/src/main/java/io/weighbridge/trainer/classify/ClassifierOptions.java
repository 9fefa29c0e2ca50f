package io.weighbridge.trainer.classify;

import io.weighbridge.cli.BadInputException;

/**
 * @param targetAccuracy the classifier abstains as often as it takes for this share of what it says to be right, in (0, 1]
 * @param seed salt of the split; whole numbers up to 2^53
 */
public record ClassifierOptions(double targetAccuracy, long seed) {
    public ClassifierOptions {
        if (!(targetAccuracy > 0 && targetAccuracy <= 1)) {
            throw new BadInputException("--target-accuracy: must be in (0, 1], was " + targetAccuracy);
        }
    }

    /** Right in 19 of 20 cases, seed 0. */
    public static ClassifierOptions defaults() {
        return new ClassifierOptions(0.95, 0);
    }
}
