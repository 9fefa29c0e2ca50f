package io.weighbridge.audit.finetune;

import io.weighbridge.cli.Dollars;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * What a task would cost less each day if a small model served it in place of the model that does.
 *
 * @param usd null where unknown
 * @param lowUsd low end of its interval; null where it has none, as {@code highUsd}
 * @param basis what the number rests on, or why there is none
 */
record DailySaving(
        @Nullable BigDecimal usd,
        @Nullable BigDecimal lowUsd,
        @Nullable BigDecimal highUsd,
        String basis) {
    static DailySaving unknown(String reason) {
        return new DailySaving(null, null, null, reason);
    }

    /** @param days of the window in which the amounts were saved */
    static DailySaving over(
            long days, @Nullable BigDecimal usd, @Nullable BigDecimal low, @Nullable BigDecimal high, String basis) {
        return new DailySaving(perDay(usd, days), perDay(low, days), perDay(high, days), basis);
    }

    /** No more can be saved than was spent. */
    DailySaving atMost(BigDecimal spentPerDay) {
        return new DailySaving(
                capped(usd, spentPerDay), capped(lowUsd, spentPerDay), capped(highUsd, spentPerDay), basis);
    }

    private static @Nullable BigDecimal capped(@Nullable BigDecimal amount, BigDecimal most) {
        return amount == null ? null : amount.min(most);
    }

    private static @Nullable BigDecimal perDay(@Nullable BigDecimal usd, long days) {
        return usd == null ? null : usd.divide(BigDecimal.valueOf(days), MathContext.DECIMAL64);
    }

    /** As in "$4.10 a day ($3.80 to $4.40)". */
    String text() {
        if (usd == null) {
            return "an unknown amount";
        }
        return Dollars.display(usd) + " a day"
                + (lowUsd == null || highUsd == null
                        ? ""
                        : " (" + Dollars.display(lowUsd) + " to " + Dollars.display(highUsd) + ")");
    }
}
