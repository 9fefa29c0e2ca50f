package io.weighbridge.runner.forecast;

import io.weighbridge.runner.workload.RoutedItem;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Forecasts a workload from the items as they are accepted, which are read for that anyway. Looking at one takes several
 * decisions of the policy, so of the first 1,024 each is looked at, of the next 1,024 one in two, of the 2,048 behind them one in four, and so on, drawn
 * at random: of 100,000 items about 4,400. Each stands for as many as it was drawn from. Where costs scatter by as much as
 * their mean, that tells their sum to within 6 % (95 %), however many items there are.
 */
public final class Survey {
    private static final int LOOKED_AT = 512;

    private final Forecaster forecaster;
    private final Forecaster.Reading reading;
    private final boolean isBatched;
    private final boolean isShared;
    private final SplittableRandom random;
    private final Consumer<Forecast> told;

    Survey(
            Forecaster forecaster,
            Forecaster.Reading reading,
            boolean isBatched,
            boolean isShared,
            SplittableRandom random,
            Consumer<Forecast> told) {
        this.forecaster = forecaster;
        this.reading = reading;
        this.isBatched = isBatched;
        this.isShared = isShared;
        this.random = random;
        this.told = told;
    }

    /** Takes note of an item that is accepted. */
    public void item(RoutedItem item) {
        long stride = Math.max(1, Long.highestOneBit(reading.expected().items() / LOOKED_AT));
        reading.expected().item();
        if (random.nextLong(stride) == 0) {
            forecaster.lookAt(item, stride, reading);
        }
    }

    /** All items being accepted, says what they will take from now on. */
    public Forecast end() {
        Forecast forecast = forecaster.forecast(reading, isBatched, !isBatched && !isShared);
        told.accept(forecast);
        return forecast;
    }
}
