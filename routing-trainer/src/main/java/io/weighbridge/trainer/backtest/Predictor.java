package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.fit.Labels;

/** A way to predict the quality of every model on prompts it has not seen. */
interface Predictor {
    /**
     * @param labels of all rows; only those of the training rows may be read
     * @param train training rows
     * @param test rows to predict
     * @return expected quality, by test row and model
     */
    double[][] predict(Labels labels, int[] train, int[] test);
}
