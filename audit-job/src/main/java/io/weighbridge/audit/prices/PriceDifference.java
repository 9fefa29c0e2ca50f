package io.weighbridge.audit.prices;

import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * What another price book changes in the calls of one model on one day. Amounts are USD; a call without a known cost adds
 * nothing to a sum and one to its count.
 *
 * @param calls all calls
 * @param changed calls whose computed cost, or whether it is known, changes
 * @param computedUsd computed cost as the lake holds it
 * @param otherComputedUsd by the other book
 * @param unknown calls without a computed cost in the lake
 * @param otherUnknown by the other book
 * @param spendUsd what the calls count for in the lake
 * @param otherSpendUsd by the other book; billed costs are the same in both
 */
record PriceDifference(
        String model,
        LocalDate day,
        long calls,
        long changed,
        BigDecimal computedUsd,
        BigDecimal otherComputedUsd,
        long unknown,
        long otherUnknown,
        BigDecimal spendUsd,
        BigDecimal otherSpendUsd) {

    static final Comparator<PriceDifference> BY_DAY_AND_MODEL =
            Comparator.comparing(PriceDifference::day).thenComparing(PriceDifference::model);

    PriceDifference(String model, LocalDate day, Sums held, Sums other, long calls, long changed) {
        this(
                model,
                day,
                calls,
                changed,
                usd(held.computed),
                usd(other.computed),
                held.unknown,
                other.unknown,
                usd(held.spend),
                usd(other.spend));
    }

    /** Sums of one book; amounts in picodollars. */
    record Sums(long computed, long unknown, long spend) {}

    String text() {
        return day + " " + model + ": computed " + plain(computedUsd) + " -> " + plain(otherComputedUsd) + " ("
                + signed(otherComputedUsd.subtract(computedUsd)) + "), unknown " + unknown + " -> " + otherUnknown
                + ", spend " + plain(spendUsd) + " -> " + plain(otherSpendUsd) + ", " + changed + " of " + calls
                + " calls";
    }

    private static BigDecimal usd(long picodollars) {
        return new Usd(picodollars).toBigDecimal();
    }

    private static String plain(BigDecimal usd) {
        return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
    }

    private static String signed(BigDecimal usd) {
        return (usd.signum() > 0 ? "+" : "") + plain(usd);
    }
}
