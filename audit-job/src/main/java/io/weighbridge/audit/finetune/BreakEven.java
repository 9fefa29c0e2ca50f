package io.weighbridge.audit.finetune;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When tuning has paid for itself, if the tuned model suffices: an assumption until it was judged.
 *
 * @param trainingTokens of the training file, once
 * @param trainingUsd null where the price was not given
 * @param saving by day, before hosting
 * @param days null where unknown, and where it never pays
 * @param daysLow with the most that may be saved; null without an interval, as {@code daysHigh}
 * @param daysHigh with the least; null, too, where that never pays
 * @param statement of the answer, in words
 */
record BreakEven(
        long trainingTokens,
        int epochs,
        @Nullable BigDecimal trainingUsdPerMillion,
        @Nullable BigDecimal trainingUsd,
        @Nullable BigDecimal hostingUsdPerDay,
        DailySaving saving,
        @Nullable Double days,
        @Nullable Double daysLow,
        @Nullable Double daysHigh,
        String statement) {

    static BreakEven of(long tokens, TrainingCost cost, DailySaving saving) {
        BigDecimal training = cost.usd(tokens);
        Double days = days(training, saving.usd(), cost);
        Double low = days(training, saving.highUsd(), cost);
        Double high = days(training, saving.lowUsd(), cost);
        return new BreakEven(
                tokens,
                cost.epochs(),
                cost.usdPerMillion(),
                training,
                cost.hostingUsdPerDay(),
                saving,
                days,
                low,
                high,
                statement(training, saving, days, low, high));
    }

    /** Null where something is unknown, or nothing is saved. */
    private static @Nullable Double days(
            @Nullable BigDecimal training, @Nullable BigDecimal savedPerDay, TrainingCost cost) {
        if (training == null || savedPerDay == null) {
            return null;
        }
        BigDecimal hosting = cost.hostingUsdPerDay();
        BigDecimal net = hosting == null ? savedPerDay : savedPerDay.subtract(hosting);
        return net.signum() > 0
                ? (Double) training.divide(net, MathContext.DECIMAL64).doubleValue()
                : null;
    }

    private static String statement(
            @Nullable BigDecimal training,
            DailySaving saving,
            @Nullable Double days,
            @Nullable Double low,
            @Nullable Double high) {
        if (saving.usd() == null) {
            return "break-even unknown: " + saving.basis();
        }
        if (training == null) {
            return "break-even unknown: give --training-usd-per-million";
        }
        boolean hasInterval = saving.lowUsd() != null && saving.highUsd() != null;
        if (days == null) {
            return "never pays: no more is saved than hosting costs"
                    + (low == null ? "" : ", unless it is the most that may be, and then in " + text(low));
        }
        String range = !hasInterval
                ? ""
                : " (" + (low == null ? "?" : text(low)) + " to " + (high == null ? "never" : text(high)) + ")";
        return "paid back in " + text(days) + range;
    }

    private static String text(double days) {
        return days < 0.1 ? "less than 0.1 days" : String.format(Locale.ROOT, "%,.1f days", days);
    }
}
