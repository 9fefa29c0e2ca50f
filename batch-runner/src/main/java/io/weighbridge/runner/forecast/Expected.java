package io.weighbridge.runner.forecast;

import io.weighbridge.cli.CallLimits;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums over the items of a workload, or over a sample of them, each of which stands for as many as its weight. */
final class Expected {
    private static final double PICODOLLARS = 1e12;

    private final Map<String, Load> loads = new HashMap<>();
    private final Map<Wave, Double> waves = new HashMap<>();
    private long items;
    private double weights;
    private double calls;
    private double retries;
    private double escalations;
    private double judgeCalls;
    private boolean isCheaperInBatches;
    private boolean isCostKnown = true;
    private double costByCalls;
    private double costInBatches;
    private Usd most = Usd.ZERO;

    /**
     * What goes into batches together.
     *
     * @param largest requests in one batch
     */
    private record Wave(String model, int wave, int largest) {}

    void item() {
        items++;
    }

    /** @param weight of an item that is looked at */
    void lookedAt(double weight) {
        weights += weight;
    }

    /** Of a sum over what was looked at to that over all items. */
    double scale() {
        return weights == 0 ? 1 : items / weights;
    }

    void answer(Asking asking) {
        escalations += asking.wave() > 0 ? asking.times() : 0;
        most = most.plus(asking.most());
        add(asking);
    }

    /** @param asking for the verdict in one order */
    void judging(Asking asking) {
        judgeCalls += asking.calls();
        most = most.plus(asking.most());
        add(asking);
    }

    private void add(Asking asking) {
        calls += asking.calls();
        retries += asking.retries();
        loads.computeIfAbsent(asking.endpoint().provider(), any -> new Load())
                .add(asking.calls(), asking.tokens(), asking.latency());
        isCostKnown &= asking.times() == 0 || asking.costUsd().isPresent();
        double usd = asking.times() * asking.costUsd().orElse(0);
        BigDecimal discount = asking.isBatched() ? asking.endpoint().batchDiscount() : null;
        costByCalls += usd;
        costInBatches += discount == null ? usd : usd * (1 - discount.doubleValue());
        if (discount != null) {
            isCheaperInBatches |= discount.signum() > 0;
            waves.merge(
                    new Wave(asking.model(), asking.wave(), asking.endpoint().mostBatchRequests()),
                    asking.times(),
                    Double::sum);
        }
    }

    long items() {
        return items;
    }

    /** If everything is called: that of the slowest provider. */
    Duration callTime(CallLimits limits) {
        return loads.values().stream()
                .map(load -> load.time(limits, scale()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    boolean isCheaperInBatches() {
        return isCheaperInBatches;
    }

    /** Null where that of some call is not known. */
    @Nullable
    Usd cost(boolean isBatched) {
        return isCostKnown
                ? new Usd(Math.round(scale() * (isBatched ? costInBatches : costByCalls) * PICODOLLARS))
                : null;
    }

    /** Every item at the worst case of all that may become of it, by calls, if all were looked at. */
    Usd most() {
        return most;
    }

    Effort effort(boolean isBatched) {
        return new Effort(
                scaled(calls), scaled(retries), scaled(escalations), scaled(judgeCalls), isBatched ? batches() : 0);
    }

    private long scaled(double sum) {
        return Math.round(scale() * sum);
    }

    /** A batch for each model and wave that at least one item is expected at, or as many as it takes. */
    private long batches() {
        return waves.entrySet().stream()
                .mapToLong(wave ->
                        Math.ceilDiv(scaled(wave.getValue()), wave.getKey().largest()))
                .sum();
    }
}
