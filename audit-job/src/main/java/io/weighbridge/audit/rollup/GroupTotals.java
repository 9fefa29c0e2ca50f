package io.weighbridge.audit.rollup;

import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLine;
import io.weighbridge.tokenlog.Usd;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The calls of one group, added up.
 *
 * @param sums by the ordinal of {@link Measure}; not to be changed
 * @param traffic of all calls
 */
public record GroupTotals(CallGroup group, long[] sums, CallTraffic traffic) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    public long sum(Measure measure) {
        return sums[measure.ordinal()];
    }

    /** What the group's calls cost on a day. */
    SpendLine spend(LocalDate day) {
        SpendAmount amount = new SpendAmount(
                sum(Measure.CALLS),
                sum(Measure.INPUT_TOKENS),
                sum(Measure.OUTPUT_TOKENS),
                usd(Measure.BILLED_PICODOLLARS),
                usd(Measure.COMPUTED_PICODOLLARS),
                usd(Measure.SPEND_PICODOLLARS),
                usd(Measure.SPEND_LOW_PICODOLLARS),
                sum(Measure.UNBOUNDED_CALLS) > 0 ? null : usd(Measure.SPEND_HIGH_PICODOLLARS),
                sum(Measure.UNPRICED_CALLS),
                sum(Measure.USAGE_MISSING_CALLS),
                sum(Measure.ESTIMATED_CALLS));
        return new SpendLine(day, group.team(), group.application(), group.task(), group.model(), amount);
    }

    private BigDecimal usd(Measure measure) {
        return new Usd(sum(measure)).toBigDecimal();
    }

    /** Both together, as calls of this group. */
    public GroupTotals plus(GroupTotals other) {
        long[] both = sums.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] = Math.addExact(both[i], other.sums[i]);
        }
        return new GroupTotals(group, both, traffic.plus(other.traffic));
    }
}
