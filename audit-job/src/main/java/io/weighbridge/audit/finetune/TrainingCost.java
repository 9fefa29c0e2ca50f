package io.weighbridge.audit.finetune;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Dollars;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What tuning costs, as far as the user says it.
 *
 * @param epochs how often every example is learned
 * @param usdPerMillion price of a million training tokens; null where not given
 * @param hostingUsdPerDay what the tuned model costs a day beside its tokens; null where not given
 */
record TrainingCost(
        int epochs,
        @Nullable BigDecimal usdPerMillion,
        @Nullable BigDecimal hostingUsdPerDay) {
    private static final int MILLION = 6;

    TrainingCost {
        if (epochs < 1) {
            throw new BadInputException("--epochs: must be at least 1, was " + epochs);
        }
        requireNotNegative("--training-usd-per-million", usdPerMillion);
        requireNotNegative("--hosting-usd-per-day", hostingUsdPerDay);
    }

    private static void requireNotNegative(String option, @Nullable BigDecimal usd) {
        if (usd != null && usd.signum() < 0) {
            throw new BadInputException(option + ": must not be negative, was " + usd.toPlainString());
        }
    }

    /** Null where the price is not given. */
    @Nullable
    BigDecimal usd(long tokens) {
        return usdPerMillion == null
                ? null
                : usdPerMillion
                        .multiply(BigDecimal.valueOf(tokens))
                        .multiply(BigDecimal.valueOf(epochs))
                        .movePointLeft(MILLION);
    }

    /** As in "45,678 tokens x 3 epochs x $3.00 per million = $0.41". */
    String text(long tokens) {
        BigDecimal usd = usd(tokens);
        String size = String.format(Locale.ROOT, "%,d tokens x %d epochs", tokens, epochs);
        return usd == null || usdPerMillion == null
                ? size + ", at a price that was not given"
                : size + " x " + Dollars.display(usdPerMillion) + " per million = " + Dollars.display(usd);
    }
}
