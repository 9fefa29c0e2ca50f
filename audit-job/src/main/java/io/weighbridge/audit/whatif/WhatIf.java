package io.weighbridge.audit.whatif;

import io.weighbridge.audit.assessment.Slice;
import io.weighbridge.cli.Dollars;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code what-if --json} prints.
 *
 * @param choice what calls were sent by
 * @param priceVersion the book that costs are by
 * @param repriced whether calls that stayed were priced by it, too
 * @param confidence of each interval, by itself
 * @param lines all calls first, then by task, then by team
 */
record WhatIf(String choice, String priceVersion, boolean repriced, double confidence, List<Line> lines) {
    private static final int MOST_LINES = 40;

    WhatIf {
        lines = List.copyOf(lines);
    }

    /** Sums over calls, in picodollars where the amounts are known. */
    record Amount(long calls, long moved, long spend, long cost, long unknownSpend, long unknownCost) {
        static final Amount NONE = new Amount(0, 0, 0, 0, 0, 0);

        Amount plus(Amount other) {
            return new Amount(
                    calls + other.calls,
                    moved + other.moved,
                    Math.addExact(spend, other.spend),
                    Math.addExact(cost, other.cost),
                    unknownSpend + other.unknownSpend,
                    unknownCost + other.unknownCost);
        }
    }

    /**
     * One part of the calls.
     *
     * @param moved calls that another model would have served
     * @param spendUsd what the calls of known cost have cost
     * @param spendUnknownCalls calls whose cost is not known
     * @param costUsd what they would have cost, if another model used as many tokens
     * @param costUnknownCalls calls that have no usage, or whose new model has no price
     * @param status of the quality: "paired", "replayed", "unchanged" where nothing moved, or "unknown"
     * @param units observations behind the quality
     * @param callsStoodFor how many calls they stand for
     * @param qualityChange mean change of quality in [−1, 1]; null where it is not known, as its interval
     * @param savingPerCallUsd mean saving of the observed answers, with the tokens they really used; null where not known
     * @param reason why the quality is not known; empty where it is
     */
    record Line(
            String dimension,
            String value,
            long calls,
            long moved,
            BigDecimal spendUsd,
            long spendUnknownCalls,
            BigDecimal costUsd,
            long costUnknownCalls,
            String status,
            long units,
            double callsStoodFor,
            @Nullable Double qualityChange,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable BigDecimal savingPerCallUsd,
            @Nullable BigDecimal savingPerCallLowUsd,
            @Nullable BigDecimal savingPerCallHighUsd,
            String reason) {

        static Line of(List<String> part, Amount amount, @Nullable Slice known) {
            boolean unchanged = amount.moved() == 0;
            Estimate quality = known == null || unchanged ? null : known.quality();
            Estimate saving = known == null || unchanged ? null : known.savingPerCall();
            return new Line(
                    part.get(0),
                    part.get(1),
                    amount.calls(),
                    amount.moved(),
                    new Usd(amount.spend()).toBigDecimal(),
                    amount.unknownSpend(),
                    new Usd(amount.cost()).toBigDecimal(),
                    amount.unknownCost(),
                    unchanged ? "unchanged" : known == null ? "unknown" : known.status(),
                    known == null ? 0 : known.units(),
                    known == null ? 0 : known.calls(),
                    unchanged ? (Double) 0.0 : quality == null ? null : (Double) quality.value(),
                    unchanged
                            ? (Double) 0.0
                            : quality == null
                                    ? null
                                    : (Double) quality.interval().low(),
                    unchanged
                            ? (Double) 0.0
                            : quality == null
                                    ? null
                                    : (Double) quality.interval().high(),
                    saving == null ? null : Dollars.ofPicodollars(saving.value()),
                    saving == null
                            ? null
                            : Dollars.ofPicodollars(saving.interval().low()),
                    saving == null
                            ? null
                            : Dollars.ofPicodollars(saving.interval().high()),
                    unchanged
                            ? ""
                            : known == null
                                    ? "of no unit are all answers known that it may get; replay-plan prices them"
                                    : known.reason());
        }

        String text() {
            Double change = qualityChange;
            String quality = change == null || low == null || high == null
                    ? "quality unknown: " + reason
                    : status.equals("unchanged")
                            ? "quality unchanged"
                            : String.format(
                                    Locale.ROOT,
                                    "quality %+.1f points (%+.1f to %+.1f), %s",
                                    100 * change,
                                    100 * low,
                                    100 * high,
                                    status);
            return "%-40s %,12d calls, %,d moved: %s instead of %s; %s"
                    .formatted(
                            dimension.equals("all") ? "all" : dimension + " " + value,
                            calls,
                            moved,
                            Dollars.display(costUsd) + unknown(costUnknownCalls),
                            Dollars.display(spendUsd) + unknown(spendUnknownCalls),
                            quality);
        }

        private static String unknown(long calls) {
            return calls == 0 ? "" : " and %,d unknown".formatted(calls);
        }
    }

    String text() {
        String most =
                lines.stream().limit(MOST_LINES).map(Line::text).collect(Collectors.joining(System.lineSeparator()));
        return choice + " (prices " + priceVersion + "; a call that moves is assumed to use the same tokens)"
                + System.lineSeparator() + most
                + (lines.size() > MOST_LINES
                        ? System.lineSeparator() + (lines.size() - MOST_LINES) + " more parts: --json has all"
                        : "");
    }
}
