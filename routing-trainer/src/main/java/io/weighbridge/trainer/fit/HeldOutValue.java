package io.weighbridge.trainer.fit;

import io.weighbridge.trainer.metrics.SweepSums;
import io.weighbridge.trainer.metrics.UtilitySweep;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What predictions are worth to a router on held-out training rows: the AIQ of the candidates compared where at least two
 * of them have costs, as a policy is judged in the end; else the {@link RoutingSignal}.
 */
final class HeldOutValue {
    private static final int GROUPS = 20;

    private final double[][] value;
    private final double[] weight;
    private final int[] candidates;
    private final @Nullable UtilitySweep sweep;

    private HeldOutValue(double[][] value, double[] weight, int[] candidates, @Nullable UtilitySweep sweep) {
        this.value = value;
        this.weight = weight;
        this.candidates = candidates;
        this.sweep = sweep;
    }

    static HeldOutValue of(OutOfFold held) {
        double[][] value = held.value();
        return new HeldOutValue(value, held.weight(), held.candidates(), sweep(held, value));
    }

    private static @Nullable UtilitySweep sweep(OutOfFold held, double[][] value) {
        double[][] known = held.labels().cost();
        if (known == null) {
            return null;
        }
        double[][] expected = ExpectedCosts.predict(held.labels(), held.rows(), held.rows());
        double[][] cost = held.labels().propensity() == null
                ? Arrays.stream(held.rows()).mapToObj(row -> known[row]).toArray(double[][]::new)
                : expected;
        int[] priced = IntStream.of(held.candidates())
                .filter(k -> Arrays.stream(expected).anyMatch(row -> !Double.isNaN(row[k])))
                .toArray();
        UtilitySweep sweep = new UtilitySweep(value, cost, expected, priced);
        return priced.length >= 2 && sweep.axisEnd() > 0 ? sweep : null;
    }

    /** Larger is better; comparable between predictions for the same rows only. */
    double of(double[][] quality) {
        UtilitySweep costs = sweep;
        return costs == null
                ? RoutingSignal.of(quality, value, weight, candidates).mean()
                : costs.sums(quality, new int[quality.length], weight).aiq(new int[] {1});
    }

    /** By how many standard errors one prediction is worth more than another; 0 where they do not differ. */
    double standardErrorsBetter(double[][] quality, double[][] other) {
        UtilitySweep costs = sweep;
        if (costs == null) {
            return RoutingSignal.of(quality, value, weight, candidates)
                    .standardErrorsAbove(RoutingSignal.of(other, value, weight, candidates));
        }
        int[] group = IntStream.range(0, quality.length).map(i -> i % GROUPS).toArray();
        return jackknife(costs.sums(quality, group, weight), costs.sums(other, group, weight), group);
    }

    /** Delete-a-group jackknife (Kott 2001) of a difference of areas, which no sum over rows is. */
    private static double jackknife(SweepSums ours, SweepSums theirs, int[] group) {
        int groups = Arrays.stream(group).max().orElse(-1) + 1;
        int[] kept = new int[groups];
        Arrays.fill(kept, 1);
        double difference = ours.aiq(kept) - theirs.aiq(kept);
        double squares = 0;
        for (int g = 0; g < groups; g++) {
            kept[g] = 0;
            double without = ours.aiq(kept) - theirs.aiq(kept);
            kept[g] = 1;
            squares += (without - difference) * (without - difference);
        }
        double error = Math.sqrt(squares * (groups - 1) / groups);
        return error > 0 ? difference / error : 0;
    }
}
