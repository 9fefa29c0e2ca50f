package io.weighbridge.audit.assessment;

import io.weighbridge.audit.assessment.OutcomeUnit.UnitCall;
import io.weighbridge.tokenlog.Usd;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One look at both answers to one unit.
 *
 * @param cluster observations of one cluster are not independent
 * @param weight how many calls it stands for
 * @param difference of quality, candidate minus incumbent, in [−1, 1]
 * @param savedPicodollars the incumbent's cost minus the candidate's; null where one is not known
 */
record Observation(
        @Nullable UnitCall call,
        String cluster,
        double weight,
        double difference,
        @Nullable Long savedPicodollars) {

    static Observation of(OutcomeUnit unit, String incumbent, String candidate, String cluster, double weight) {
        Usd paid = Pairs.answer(unit, incumbent).cost();
        Usd instead = Pairs.answer(unit, candidate).cost();
        return new Observation(
                unit.call(),
                cluster,
                weight,
                Pairs.difference(unit, incumbent, candidate),
                paid == null || instead == null
                        ? null
                        : (Long) paid.minus(instead).picodollars());
    }

    /** The value of a dimension of the call; null where the unit is no call, or the call has none. */
    @Nullable
    String value(Function<UnitCall, @Nullable String> dimension) {
        return call == null ? null : dimension.apply(call);
    }
}
