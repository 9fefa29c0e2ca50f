package io.weighbridge.trainer.backtest;

import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.PairedClusterBootstrap;
import io.weighbridge.trainer.backtest.BacktestResult.Gain;
import io.weighbridge.trainer.metrics.SweepSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How much one way to predict is better than another on the same prompts, with a paired cluster bootstrap interval. */
final class PairedGains {
    private static final int RESAMPLES = 200;
    private static final double CONFIDENCE = 0.95;

    private final Comparison comparison;
    private final int[] cluster;
    private final PairedClusterBootstrap bootstrap;

    /** @param groups group of near-duplicates of each row, which are drawn together */
    PairedGains(Comparison comparison, int[] groups, long seed) {
        this.comparison = comparison;
        Map<Integer, Integer> numbers = new HashMap<>();
        cluster = Arrays.stream(groups)
                .map(group -> numbers.computeIfAbsent(group, g -> numbers.size()))
                .toArray();
        bootstrap = new PairedClusterBootstrap(numbers.size(), RESAMPLES, seed);
    }

    /** Two predictions of one thing, by row and model. */
    record Pair(double[][] ours, double[][] theirs) {}

    /** Mean gain of AIQ over the pairs; null where costs are unknown. */
    @Nullable
    Gain aiq(List<Pair> pairs) {
        if (!comparison.costKnown()) {
            return null;
        }
        List<SweepSums[]> sums = pairs.stream()
                .map(pair ->
                        new SweepSums[] {comparison.sums(pair.ours(), cluster), comparison.sums(pair.theirs(), cluster)
                        })
                .toList();
        return gain(pairs.size(), (pair, drawn) -> sums.get(pair)[0].aiq(drawn) - sums.get(pair)[1].aiq(drawn));
    }

    /** Mean gain of APGR over the pairs; null unless two models differ in quality. */
    @Nullable
    Gain apgr(List<Pair> pairs) {
        if (!comparison.twoModels() || comparison.paired().length == 0) {
            return null;
        }
        int[] rows = comparison.paired();
        List<List<Integer>> members = new ArrayList<>();
        IntStream.range(0, bootstrap.clusters()).forEach(c -> members.add(new ArrayList<>()));
        Arrays.stream(rows).forEach(row -> members.get(cluster[row]).add(row));
        List<double[][]> gains = pairs.stream()
                .map(pair -> new double[][] {comparison.gain(pair.ours()), comparison.gain(pair.theirs())})
                .toList();
        return gain(pairs.size(), (pair, drawn) -> {
            int[] resampled = resampled(members, drawn);
            return comparison.curve(gains.get(pair)[0], resampled).apgr()
                    - comparison.curve(gains.get(pair)[1], resampled).apgr();
        });
    }

    private static int[] resampled(List<List<Integer>> members, int[] drawn) {
        return IntStream.range(0, drawn.length)
                .flatMap(c -> IntStream.range(0, drawn[c])
                        .flatMap(n -> members.get(c).stream().mapToInt(row -> row)))
                .toArray();
    }

    /**
     * Mean over the pairs. Where there are several, they are deals of a control and as much a matter of chance as the prompts
     * are, so every resample draws them anew as well.
     */
    private Gain gain(int pairs, ToDoubleBiFunction<Integer, int[]> difference) {
        SplittableRandom random = new SplittableRandom(~bootstrap.seed());
        int[] once = new int[bootstrap.clusters()];
        Arrays.fill(once, 1);
        double estimate = IntStream.range(0, pairs)
                .mapToDouble(pair -> finite(difference.applyAsDouble(pair, once)))
                .average()
                .orElse(0);
        Interval interval = bootstrap.interval(
                drawn -> IntStream.range(0, pairs)
                        .map(draw -> pairs == 1 ? 0 : random.nextInt(pairs))
                        .mapToDouble(pair -> finite(difference.applyAsDouble(pair, drawn)))
                        .average()
                        .orElse(0),
                CONFIDENCE);
        return new Gain(estimate, interval.low(), interval.high(), CONFIDENCE);
    }

    /** A resample of few prompts may hold no difference between models, and then no gain either. */
    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
