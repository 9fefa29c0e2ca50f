package io.weighbridge.samples.figures;

import io.weighbridge.samples.figures.TruthFigures.ModelFigures;
import io.weighbridge.samples.figures.TruthFigures.PairFigures;
import io.weighbridge.samples.figures.TruthFigures.PolicyFigures;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.World;
import java.util.ArrayList;
import java.util.List;

/**
 * A property that the truth must have, with what was measured.
 *
 * @param holds whether the value lies in [low, high]
 */
public record Requirement(String name, double value, double low, double high, boolean holds) {
    /** Easy enough to learn from the prompt, and not so easy that every router would do. */
    static final double LEAST_PREDICTABILITY = 0.65;

    static final double MOST_PREDICTABILITY = 0.80;

    /**
     * Range of the correlation of two models' outcomes over all 2,103 pairs of models of MMLU-Pro (28 models), ZeroEval
     * GSM8K (43) and MATH level 5 (41), RouteLLM MMLU and GSM8K (2 each); its middle half is 0.27 to 0.40, 98 percent
     * lie in 0.10 to 0.58.
     */
    static final double LEAST_CORRELATION = 0.014;

    static final double MOST_CORRELATION = 0.776;

    private static final double TEN_POINTS = 0.10;
    private static final double ROUNDING = 1e-9;

    static List<Requirement> check(
            World world, List<ModelFigures> models, List<PairFigures> pairs, PolicyFigures policy) {
        List<Requirement> checked = new ArrayList<>();
        ModelFigures incumbent = models.get(SimulatedModel.INCUMBENT.ordinal());
        for (ModelFigures model : models) {
            if (!model.equals(incumbent)) {
                checked.add(of(
                        "predictability of " + model.model() + " from the prompt (AUC)",
                        model.predictability(),
                        LEAST_PREDICTABILITY,
                        MOST_PREDICTABILITY));
            }
        }
        for (PairFigures pair : pairs) {
            checked.add(of(
                    "correlation of " + pair.one() + " and " + pair.other(),
                    pair.correlation(),
                    LEAST_CORRELATION,
                    MOST_CORRELATION));
        }
        double cheapestLoss = incumbent.accuracy() - models.getLast().accuracy();
        checked.add(of("loss of the always-cheapest policy", cheapestLoss, TEN_POINTS, 1));
        checked.addAll(world == World.MIXED ? headroom(policy) : noHeadroom(models, policy));
        return checked;
    }

    private static List<Requirement> headroom(PolicyFigures policy) {
        return List.of(
                of("cost of the best task policy relative to the incumbent", policy.costShare(), 0, 0.30),
                of("true loss of the best task policy", policy.trueLoss(), -0.003, 0.003),
                of("discordance of the best task policy", policy.discordance(), 0, 0.03));
    }

    private static List<Requirement> noHeadroom(List<ModelFigures> models, PolicyFigures policy) {
        List<Requirement> checked = new ArrayList<>();
        checked.add(of(
                "cost of the best task policy relative to the incumbent",
                policy.costShare(),
                1 - ROUNDING,
                1 + ROUNDING));
        for (ModelFigures model : models.subList(1, models.size())) {
            checked.add(of("least loss of " + model.model() + " on any prompt", model.leastAdvantage(), TEN_POINTS, 1));
        }
        return checked;
    }

    private static Requirement of(String name, double value, double low, double high) {
        return new Requirement(name, value, low, high, value >= low && value <= high);
    }
}
