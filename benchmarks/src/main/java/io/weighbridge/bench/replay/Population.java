package io.weighbridge.bench.replay;

import io.weighbridge.evidence.Stratification;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The calls of one frame with the whole truth about an incumbent and a candidate.
 *
 * @param incumbent y(a) of each call
 * @param candidate y(k), which a replay reveals
 * @param strata task and grade of y(a), which are known before
 * @param expectedCosts of the candidate's answer, from the prompt's and the incumbent's answer's length; in tokens, output counted four times
 * @param costs what its answer costs
 */
record Population(double[] incumbent, double[] candidate, int[] strata, double[] expectedCosts, double[] costs) {
    private static final double CHARS_PER_TOKEN = 4;
    private static final double OUTPUT_WEIGHT = 4;
    private static final double USUAL_ANSWER_CHARS = 400;
    private static final int GRADES = 3;

    /** The prompts that both models have answered, of those that {@code included} accepts. */
    static Population of(PairedSet set, String incumbent, String candidate, IntPredicate included) {
        double[] known = Objects.requireNonNull(set.scores().get(incumbent));
        double[] hidden = Objects.requireNonNull(set.scores().get(candidate));
        double[] incumbentChars = Objects.requireNonNull(set.answerChars().get(incumbent));
        double[] candidateChars = Objects.requireNonNull(set.answerChars().get(candidate));
        int[] units = IntStream.range(0, known.length)
                .filter(included)
                .filter(unit -> !Double.isNaN(known[unit]) && !Double.isNaN(hidden[unit]))
                .toArray();
        double[] y = Arrays.stream(units).mapToDouble(unit -> known[unit]).toArray();
        double[] expected = costs(set, units, incumbentChars);
        int[] strata = Stratification.finest(List.of(
                Stratification.grades(y, GRADES),
                Arrays.stream(units).map(unit -> set.taskOf()[unit]).toArray(),
                Stratification.thirds(expected)));
        return new Population(
                y,
                Arrays.stream(units).mapToDouble(unit -> hidden[unit]).toArray(),
                strata,
                expected,
                costs(set, units, candidateChars));
    }

    private static double[] costs(PairedSet set, int[] units, double[] answerChars) {
        return Arrays.stream(units)
                .mapToDouble(unit -> {
                    double chars = Double.isNaN(answerChars[unit]) ? USUAL_ANSWER_CHARS : answerChars[unit];
                    return 1 + (set.promptChars()[unit] + OUTPUT_WEIGHT * chars) / CHARS_PER_TOKEN;
                })
                .toArray();
    }

    int calls() {
        return incumbent.length;
    }

    double difference(int call) {
        return candidate[call] - incumbent[call];
    }

    /** Δ of the whole frame. */
    double meanDifference() {
        return IntStream.range(0, calls()).mapToDouble(this::difference).sum() / calls();
    }

    double[] costs(int[] draws) {
        return Arrays.stream(draws).mapToDouble(call -> costs[call]).toArray();
    }

    double[] differences(int[] draws) {
        return Arrays.stream(draws).mapToDouble(this::difference).toArray();
    }
}
