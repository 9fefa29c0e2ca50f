package io.weighbridge.audit.assessment;

import io.weighbridge.cli.Dollars;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.IntervalEstimate;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a task would have cost less with the candidate, in USD; negative where it would have cost more.
 *
 * @param usd null where unknown
 * @param lowUsd low end of its interval, equal to {@code usd} where it is exact
 * @param basis what the number rests on, or why there is none
 */
public record Saving(
        @Nullable BigDecimal usd,
        @Nullable BigDecimal lowUsd,
        @Nullable BigDecimal highUsd,
        String basis) {
    static Saving unknown(String reason) {
        return new Saving(null, null, null, reason);
    }

    static Saving exact(BigDecimal usd, String basis) {
        return new Saving(usd, usd, usd, basis);
    }

    /** @param picodollars estimate of a total */
    static Saving estimated(IntervalEstimate picodollars, String basis) {
        if (picodollars instanceof IntervalEstimate.Estimate estimate) {
            Interval interval = estimate.interval();
            return new Saving(
                    Dollars.ofPicodollars(estimate.value()),
                    Dollars.ofPicodollars(interval.low()),
                    Dollars.ofPicodollars(interval.high()),
                    basis);
        }
        return unknown(((IntervalEstimate.Refused) picodollars).reason());
    }

    /** No saving exceeds what was spent. */
    Saving atMost(BigDecimal spentUsd) {
        return new Saving(capped(usd, spentUsd), capped(lowUsd, spentUsd), capped(highUsd, spentUsd), basis);
    }

    private static @Nullable BigDecimal capped(@Nullable BigDecimal amount, BigDecimal most) {
        return amount == null ? null : amount.min(most);
    }

    static BigDecimal usd(Usd amount) {
        return amount.toBigDecimal();
    }
}
