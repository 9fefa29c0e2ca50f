package io.weighbridge.audit.replay;

import io.weighbridge.audit.assessment.AnswerCosts;
import io.weighbridge.audit.assessment.KnownAnswers;
import io.weighbridge.audit.assessment.KnownAnswers.KnownAnswer;
import io.weighbridge.evidence.NightlyReplay;
import io.weighbridge.evidence.ReplayDesign;
import io.weighbridge.evidence.Stratification;
import io.weighbridge.tokenlog.Usd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The draws of one night from the calls of one task, answered by all its open candidates (a designed replay): the design
 * serves them together, by the mean of their variances and the sum of their costs, and each has its own predictions.
 */
final class TaskDraws {
    private static final int GRADES = 3;
    /** Longest answer that is paid for, times the incumbent's, and at least. */
    private static final long LONGER_AT_MOST = 2;

    private static final long LEAST_OUTPUT_BOUND = 256;

    private final String incumbent;
    private final List<String> candidates;
    private final FrameCalls calls;
    private final boolean bothModels;
    private final Map<String, double[]> expectedByModel;
    private final double[] expected;
    private final double[] worst;
    private final List<NightlyReplay.Night> nights = new ArrayList<>();
    private final ReplayDesign design;

    private TaskDraws(
            String incumbent,
            List<String> candidates,
            FrameCalls calls,
            Map<String, KnownAnswers> known,
            Map<String, double[]> expectedByModel,
            double[] expected,
            double[] worst) {
        this.expectedByModel = expectedByModel;
        this.incumbent = incumbent;
        this.candidates = candidates;
        this.calls = calls;
        this.expected = expected;
        this.worst = worst;
        double @Nullable [] qualities = qualities(known);
        this.bothModels = qualities == null;
        int[] strata = Stratification.finest(
                qualities == null
                        ? List.of(Stratification.thirds(expected))
                        : List.of(Stratification.grades(qualities, GRADES), Stratification.thirds(expected)));
        for (String candidate : candidates) {
            NightlyReplay replay = qualities == null
                    ? NightlyReplay.ofBothModels(strata, expected)
                    : NightlyReplay.of(qualities, strata, expected);
            learn(replay, candidate, known);
            nights.add(replay.next());
        }
        this.design = design();
    }

    /** Null where the book has no price for one of the models. */
    static @Nullable TaskDraws of(
            String incumbent,
            List<String> candidates,
            FrameCalls calls,
            Map<String, KnownAnswers> known,
            AnswerCosts costs) {
        double[] expected = new double[calls.size()];
        double[] worst = new double[calls.size()];
        Map<String, double[]> expectedByModel = new HashMap<>();
        List<String> asked = new ArrayList<>(candidates);
        boolean knowsAll =
                IntStream.range(0, calls.size()).allMatch(call -> answer(known, calls.id(call), incumbent) != null);
        if (!knowsAll) {
            asked.add(incumbent);
        }
        asked.forEach(model -> expectedByModel.put(model, new double[calls.size()]));
        for (int call = 0; call < calls.size(); call++) {
            for (String model : asked) {
                if (answer(known, calls.id(call), model) != null) {
                    continue;
                }
                Usd usual = costs.ofTokens(model, calls.inputTokens(call), calls.outputTokens(call));
                Usd most = costs.ofTokens(model, calls.inputTokens(call), outputBound(calls, call));
                if (usual == null || most == null) {
                    return null;
                }
                expectedByModel.getOrDefault(model, expected)[call] = usual.picodollars();
                expected[call] += usual.picodollars();
                worst[call] += most.picodollars();
            }
            // Free models and answers that are there still take a moment: costs of a design are above 0.
            expected[call] = Math.max(expected[call], 1);
        }
        return new TaskDraws(incumbent, candidates, calls, known, expectedByModel, expected, worst);
    }

    /** Null where it has to be bought. */
    static @Nullable KnownAnswer answer(Map<String, KnownAnswers> known, String callId, String model) {
        KnownAnswers answers = known.get(callId);
        return answers == null ? null : answers.byModel().get(model);
    }

    /** The most tokens that an answer may take: max_tokens of the request. */
    private static long outputBound(FrameCalls calls, int call) {
        return Math.max(LEAST_OUTPUT_BOUND, LONGER_AT_MOST * calls.outputTokens(call));
    }

    long outputBound(int call) {
        return outputBound(calls, call);
    }

    /**
     * @param capPicodollars which the worst case of all answers does not exceed
     * @param most draws
     */
    int[] draw(double capPicodollars, int most, RandomGenerator random) {
        return design.drawsWithin(capPicodollars, worst, most, new BitSet(), random);
    }

    /** The models that are to answer a drawn call; those whose answers are there are not asked again. */
    List<String> models() {
        List<String> models = new ArrayList<>(candidates);
        if (bothModels) {
            models.add(incumbent);
        }
        return models;
    }

    boolean asksBothModels() {
        return bothModels;
    }

    double probability(int call) {
        return design.probability(call);
    }

    double smallestProbability() {
        return design.smallestRelativeProbability() / design.calls();
    }

    /** Of one candidate's difference on a call; 0 for the incumbent. */
    double prediction(String model, int call) {
        int candidate = candidates.indexOf(model);
        return candidate < 0 ? 0 : nights.get(candidate).predictions()[call];
    }

    double meanPrediction(String model) {
        int candidate = candidates.indexOf(model);
        return candidate < 0 ? 0 : nights.get(candidate).meanPrediction();
    }

    /** Picodollars of all models' answers to a call, if they are as long as the incumbent's. */
    double expectedCost(int call) {
        return expected[call];
    }

    double worstCost(int call) {
        return worst[call];
    }

    /**
     * Expected picodollars to answer so many draws by one candidate, and by the incumbent where it is asked, each call paid once:
     * Σ_i c_i · (1 − (1 − q_i)^n).
     */
    double expectedCostOfDraws(String candidate, long draws) {
        double[] none = new double[calls.size()];
        double[] own = expectedByModel.getOrDefault(candidate, none);
        double[] theirs = expectedByModel.getOrDefault(incumbent, none);
        double sum = 0;
        for (int call = 0; call < calls.size(); call++) {
            double drawn = -StrictMath.expm1(draws * StrictMath.log1p(-Math.min(probability(call), 1 - 1e-12)));
            sum += (own[call] + theirs[call]) * drawn;
        }
        return sum;
    }

    private ReplayDesign design() {
        if (nights.stream().allMatch(TaskDraws::isUniform)) {
            return ReplayDesign.uniform(calls.size());
        }
        double[] deviations = new double[calls.size()];
        Arrays.setAll(
                deviations,
                call -> Math.sqrt(nights.stream()
                        .mapToDouble(night -> night.deviations()[call] * night.deviations()[call])
                        .average()
                        .orElse(0)));
        return ReplayDesign.of(deviations, expected, ReplayDesign.UNIFORM_SHARE);
    }

    private static boolean isUniform(NightlyReplay.Night night) {
        return night.design().smallestRelativeProbability() == 1;
    }

    private void learn(NightlyReplay replay, String candidate, Map<String, KnownAnswers> known) {
        for (int call = 0; call < calls.size(); call++) {
            KnownAnswer ours = answer(known, calls.id(call), candidate);
            KnownAnswer theirs = answer(known, calls.id(call), incumbent);
            if (ours != null && theirs != null) {
                Usd cost = ours.cost();
                replay.learn(
                        call,
                        ours.score() - theirs.score(),
                        cost == null ? expected[call] : Math.max(1, cost.picodollars()),
                        ours.relativeProbability());
            }
        }
    }

    /** y(a) of every call; null unless all are known. */
    private double @Nullable [] qualities(Map<String, KnownAnswers> known) {
        double[] qualities = new double[calls.size()];
        for (int call = 0; call < qualities.length; call++) {
            KnownAnswer answer = answer(known, calls.id(call), incumbent);
            if (answer == null) {
                return null;
            }
            qualities[call] = answer.score();
        }
        return qualities;
    }
}
