package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.data.BacktestData;
import java.util.Map;

/**
 * A set of its own to train on.
 *
 * @param sameModels trained model by tested model, for those whose names do not tell
 */
public record Training(BacktestData data, Map<String, String> sameModels) {
    public Training {
        sameModels = Map.copyOf(sameModels);
    }
}
