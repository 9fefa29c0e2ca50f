package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;

/**
 * What a training run promises and how it draws.
 *
 * @param maxQualityLoss ε of the certificate in [0, 1)
 * @param confidence 1 − δ of the certificate in (0, 1)
 * @param seed salt of the split; whole numbers up to 2^53
 */
public record TrainOptions(double maxQualityLoss, double confidence, long seed) {
    public TrainOptions {
        if (!(maxQualityLoss >= 0 && maxQualityLoss < 1)) {
            throw new BadInputException("--max-quality-loss: must be in [0, 1), was " + maxQualityLoss);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new BadInputException("--confidence: must be in (0, 1), was " + confidence);
        }
    }

    /** One point of quality, 95 % confidence, seed 0. */
    public static TrainOptions defaults() {
        return new TrainOptions(0.01, 0.95, 0);
    }
}
