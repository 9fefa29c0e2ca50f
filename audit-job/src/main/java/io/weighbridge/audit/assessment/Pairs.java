package io.weighbridge.audit.assessment;

import io.weighbridge.tokenlog.Usd;
import java.util.Collection;
import java.util.Objects;

/** Arithmetic on units that two models answered. */
final class Pairs {
    private Pairs() {}

    static Answer answer(OutcomeUnit unit, String model) {
        return Objects.requireNonNull(unit.answer(model), "both models answered");
    }

    /** D = candidate minus incumbent, in [−1, 1]. */
    static double difference(OutcomeUnit unit, String incumbent, String candidate) {
        return answer(unit, candidate).score() - answer(unit, incumbent).score();
    }

    /** Mean cost of a model's answers in picodollars; NaN where one is not known. */
    static double averageCost(Collection<OutcomeUnit> units, String model) {
        double sum = 0;
        for (OutcomeUnit unit : units) {
            Usd cost = answer(unit, model).cost();
            if (cost == null) {
                return Double.NaN;
            }
            sum += cost.picodollars();
        }
        return sum / units.size();
    }
}
