package io.weighbridge.bench.coverage;

import static io.weighbridge.bench.coverage.Truths.CONFIDENCE;

import io.weighbridge.evidence.BettingInference;
import io.weighbridge.evidence.Clustering;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.IntervalEstimate;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.LoggedRandomisation;
import io.weighbridge.evidence.LoggedRandomisation.Action;
import io.weighbridge.evidence.LoggedRandomisation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Logs of routers that chose at random. */
final class LoggedWorlds {
    private static final double E_MIN = 0.05;

    private LoggedWorlds() {}

    static List<World> all() {
        return List.of(
                new World(
                        "fallback",
                        "hard calls go to the candidate rarely, and it times out on some: the drawn action is what counts",
                        Rule.coverage(0.93, 0.97),
                        4_000,
                        4_000,
                        random -> !holds(withFallbacks(random, false), -0.1),
                        "the fallback that served logged as the action",
                        random -> !holds(withFallbacks(random, true), -0.1)),
                new World(
                        "no-overlap",
                        "a fifth of the calls is hard and never goes to the candidate: the interval is widened by them",
                        Rule.errorAtMost(0.05),
                        2_000,
                        1_000,
                        random -> {
                            LoggedRandomisation log = withoutOverlap(random);
                            return !log.overAllCalls(interval(log)).contains(-log.excludedShare());
                        },
                        "hard calls left out without a word",
                        random -> {
                            LoggedRandomisation log = withoutOverlap(random);
                            return !interval(log).contains(-log.excludedShare());
                        }),
                new World(
                        "rare-draws",
                        "all loss is on calls that go to the candidate one time in a hundred: held at every look",
                        Rule.errorAtMost(0.05),
                        1_000,
                        200,
                        random -> {
                            BettingInference engine = rare(random, 0.01).anytime("");
                            return engine.pValueMeanAtMost(-0.09) <= 0.025 || engine.pValueMeanAtLeast(-0.09) <= 0.025;
                        },
                        "calls below a propensity of 5 % left out without a word",
                        random -> !interval(rare(random, E_MIN)).contains(-0.09)));
    }

    private static boolean holds(LoggedRandomisation log, double truth) {
        return interval(log).contains(truth);
    }

    private static Interval interval(LoggedRandomisation log) {
        IntervalEstimate look = log.fixedLook(CONFIDENCE);
        return look instanceof Estimate estimate ? estimate.interval() : Truths.DIFFERENCES;
    }

    /** A candidate that would have been wrong on a hard call times out; the incumbent serves, and is right. */
    private static LoggedRandomisation withFallbacks(SplittableRandom random, boolean logsTheFallback) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            boolean hard = random.nextInt(4) == 0;
            double propensity = hard ? 0.2 : 0.6;
            boolean drawn = random.nextDouble() < propensity;
            boolean right = random.nextDouble() < (hard && drawn ? 0.5 : 0.9);
            boolean fallsBack = drawn && hard && !right;
            Action action = drawn && !(logsTheFallback && fallsBack) ? Action.CANDIDATE : Action.INCUMBENT;
            double quality = fallsBack ? (logsTheFallback ? 1 : 0) : right ? 1 : 0;
            calls.add(new Call(action, quality, propensity, 1 - propensity, 0.8, 0.9));
        }
        return LoggedRandomisation.of(calls, Clustering.independent(calls.size()), E_MIN);
    }

    /** The models are equal on easy calls, and on hard ones the candidate would always be wrong. */
    private static LoggedRandomisation withoutOverlap(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            boolean hard = random.nextInt(5) == 0;
            double propensity = hard ? 0 : 0.5;
            Action action = random.nextDouble() < propensity ? Action.CANDIDATE : Action.INCUMBENT;
            double quality = hard || random.nextDouble() < 0.9 ? 1 : 0;
            calls.add(new Call(action, quality, propensity, 1 - propensity, 0.9, 0.9));
        }
        return LoggedRandomisation.of(calls, Clustering.independent(calls.size()), E_MIN);
    }

    private static LoggedRandomisation rare(SplittableRandom random, double smallestPropensity) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            boolean hard = random.nextInt(10) == 0;
            double propensity = hard ? 0.01 : 0.5;
            boolean drawn = random.nextDouble() < propensity;
            double quality = drawn && hard ? 0 : random.nextDouble() < 0.9 ? 1 : 0;
            calls.add(new Call(
                    drawn ? Action.CANDIDATE : Action.INCUMBENT, quality, propensity, 1 - propensity, 0.9, 0.9));
        }
        return LoggedRandomisation.of(calls, Clustering.independent(calls.size()), smallestPropensity);
    }
}
