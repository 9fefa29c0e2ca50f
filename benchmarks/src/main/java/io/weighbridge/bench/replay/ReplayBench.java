package io.weighbridge.bench.replay;

import io.weighbridge.bench.coverage.Rule;
import io.weighbridge.bench.replay.DollarsToWidth.Reached;
import io.weighbridge.bench.replay.DollarsToWidth.Way;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hides all but one model's outcomes of a paired set, reveals what replays buy, and compares with the truth. */
public final class ReplayBench {
    private static final int FEWEST_CALLS = 50;
    /** They draw ten times as much as a capped replay. */
    private static final int MOST_AS_STATED = 100;

    private final PairedSet set;
    private final String incumbent;
    private final List<String> candidates;
    private final Consumer<String> progress;

    private ReplayBench(PairedSet set, String incumbent, List<String> candidates, Consumer<String> progress) {
        this.set = set;
        this.incumbent = incumbent;
        this.candidates = candidates;
        this.progress = progress;
    }

    /**
     * @param incumbent null is the best model
     * @param most candidates: the best that have answered nine tenths of its prompts
     */
    public static ReplayBench of(
            Path prompts, Path outcomes, @Nullable String incumbent, int most, Consumer<String> progress)
            throws SQLException {
        PairedSet set = PairedSet.read(prompts, outcomes);
        List<String> best = set.scores().keySet().stream()
                .sorted(Comparator.comparingDouble((String model) -> -mean(set, model))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        if (best.size() < 2) {
            throw new IllegalArgumentException(outcomes + ": must have outcomes of two models, had " + best.size());
        }
        String known = incumbent == null ? best.get(0) : incumbent;
        if (!best.contains(known)) {
            throw new IllegalArgumentException("--incumbent: must be a model of " + outcomes + ", was " + known);
        }
        long answered = answers(set, known);
        List<String> candidates = best.stream()
                .filter(model -> !model.equals(known) && answers(set, model) >= 0.9 * answered)
                .limit(most)
                .toList();
        return new ReplayBench(set, known, candidates, progress);
    }

    public String incumbent() {
        return incumbent;
    }

    public int prompts() {
        return set.taskOf().length;
    }

    /**
     * What was found.
     *
     * @param pairs of task and candidate
     * @param anyWrong replications with any wrong verdict, of {@code replications}
     * @param decided share of all verdicts
     * @param clearDecided share of the verdicts on pairs more than three points off the tolerance; NaN without such
     * @param clearDecidedAtBest the same, of a designer who knew all spreads before and looked once
     * @param clearDecidedAsStated the same, with the draws that each is said to need, in a few of the replications
     * @param againstSimple median cost of a width divided by that of plain uniform draws
     * @param againstAdjusted the same, by uniform draws with the same predictions
     * @param againstSimpleAtBest what the first of these two would be for that designer
     * @param covered share of the intervals of that width that hold the truth
     */
    public record Result(
            int pairs,
            int replications,
            int anyWrong,
            double decided,
            double clearDecided,
            double clearDecidedAtBest,
            double clearDecidedAsStated,
            double againstSimple,
            double againstAdjusted,
            double againstSimpleAtBest,
            double covered) {
        private static final double LEVEL = 0.05;

        /** Whether wrong verdicts were as rare as promised, by a binomial margin. */
        public boolean verdictsHold() {
            return Rule.errorAtMost(LEVEL).accepts(anyWrong, replications);
        }

        /** Whether 95 % intervals covered as often as an asymptotic one should, by the same margin. */
        public boolean covers() {
            return Rule.errorAtMost(LEVEL + 0.02).accepts((int) Math.round((1 - covered) * replications), replications);
        }
    }

    /**
     * @param tolerance ε of the verdicts
     * @param budgetShare of the cost of replaying everything
     */
    public Result run(int replications, double tolerance, double budgetShare, long seed) {
        List<Population> pairs = candidates.stream()
                .flatMap(candidate -> VerdictsByReplay.byTask(set, incumbent, candidate, FEWEST_CALLS).stream())
                .toList();
        VerdictsByReplay verdicts = new VerdictsByReplay(pairs, tolerance, budgetShare);
        long[] seeds = new SplittableRandom(seed).longs(replications).toArray();
        List<VerdictsByReplay.Night> nights = Arrays.stream(seeds)
                .parallel()
                .mapToObj(each -> verdicts.judge(new SplittableRandom(each)))
                .toList();
        List<VerdictsByReplay.Night> best = Arrays.stream(seeds)
                .mapToObj(each -> verdicts.judgeClairvoyantly(new SplittableRandom(each)))
                .toList();
        List<VerdictsByReplay.Night> stated = Arrays.stream(seeds)
                .limit(MOST_AS_STATED)
                .parallel()
                .mapToObj(each -> verdicts.judgeWithStatedNeed(new SplittableRandom(each)))
                .toList();
        progress.accept(pairs.size() + " pairs judged " + replications + " times");
        List<double[]> costs = new ArrayList<>();
        for (String candidate : candidates) {
            costs.add(costs(candidate, seeds));
            progress.accept(candidate + ": cost of a width known");
        }
        return new Result(
                pairs.size(),
                replications,
                (int) nights.stream().filter(VerdictsByReplay.Night::anyWrong).count(),
                nights.stream().mapToInt(VerdictsByReplay.Night::decided).sum()
                        / (double) (pairs.size() * (long) replications),
                clearDecided(nights),
                clearDecided(best),
                clearDecided(stated),
                median(costs.stream().mapToDouble(each -> each[0])),
                median(costs.stream().mapToDouble(each -> each[1])),
                median(candidates.stream()
                        .mapToDouble(candidate ->
                                ClairvoyantDesign.of(frame(candidate)).againstSimple())),
                costs.stream().mapToDouble(each -> each[2]).average().orElse(Double.NaN));
    }

    private Population frame(String candidate) {
        return Population.of(set, incumbent, candidate, unit -> true);
    }

    private static double clearDecided(List<VerdictsByReplay.Night> nights) {
        return nights.stream().mapToInt(VerdictsByReplay.Night::clearDecided).sum()
                / nights.stream().mapToDouble(VerdictsByReplay.Night::clear).sum();
    }

    /** Ratios of median costs, against simple and against adjusted uniform draws, and the share covered. */
    private double[] costs(String candidate, long[] seeds) {
        DollarsToWidth frame = new DollarsToWidth(frame(candidate));
        double[] medians = new double[3];
        double covered = 0;
        for (Way way : Way.values()) {
            List<Reached> reached = Arrays.stream(seeds)
                    .parallel()
                    .mapToObj(seed -> frame.reach(way, new SplittableRandom(seed)))
                    .toList();
            medians[way.ordinal()] = median(reached.stream().mapToDouble(Reached::costOfWidth));
            covered = reached.stream().filter(Reached::covers).count() / (double) seeds.length;
        }
        double designed = medians[Way.DESIGNED.ordinal()];
        return new double[] {
            designed / medians[Way.UNIFORM_SIMPLE.ordinal()],
            designed / medians[Way.UNIFORM_ADJUSTED.ordinal()],
            covered
        };
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double mean(PairedSet set, String model) {
        return scores(set, model).average().orElse(0);
    }

    private static long answers(PairedSet set, String model) {
        return scores(set, model).count();
    }

    private static DoubleStream scores(PairedSet set, String model) {
        return Stream.of(set.scores().get(model))
                .filter(Objects::nonNull)
                .flatMapToDouble(Arrays::stream)
                .filter(score -> !Double.isNaN(score));
    }
}
