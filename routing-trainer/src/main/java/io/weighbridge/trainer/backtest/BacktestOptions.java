package io.weighbridge.trainer.backtest;

import io.weighbridge.cli.BadInputException;

/**
 * How a backtest is run.
 *
 * @param folds at least 2
 * @param seed decides the folds and everything else that is random
 * @param maxQualityLoss tolerance of the certificate in [0, 1)
 * @param confidence of the certificate in (0, 1)
 */
public record BacktestOptions(int folds, long seed, double maxQualityLoss, double confidence) {
    public BacktestOptions {
        if (folds < 2) {
            throw new BadInputException("--folds: must be at least 2, was " + folds);
        }
        if (!(maxQualityLoss >= 0 && maxQualityLoss < 1)) {
            throw new BadInputException("--max-quality-loss: must be in [0, 1), was " + maxQualityLoss);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new BadInputException("--confidence: must be in (0, 1), was " + confidence);
        }
    }

    /** Five folds, seed 0, one point of quality, 95 % confidence. */
    public static BacktestOptions defaults() {
        return new BacktestOptions(5, 0, 0.01, 0.95);
    }
}
