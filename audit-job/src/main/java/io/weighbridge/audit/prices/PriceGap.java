package io.weighbridge.audit.prices;

import io.weighbridge.audit.lake.Cells;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a model lacks in the price book, while its calls are gone through. */
final class PriceGap {
    private final String model;
    private final SortedSet<String> missing = new TreeSet<>();
    private boolean unknown;
    private long calls;
    private long tokens;
    private LocalDate firstDay = LocalDate.MAX;
    private LocalDate lastDay = LocalDate.MIN;

    PriceGap(String model) {
        this.model = model;
    }

    /**
     * Adds calls.
     *
     * @param known whether they have a price at all
     * @param kinds the kinds of tokens they used that have none
     */
    void add(Cells calls, boolean known, List<String> kinds) {
        if (known && kinds.isEmpty()) {
            return;
        }
        unknown |= !known;
        missing.addAll(kinds);
        this.calls += calls.whole("calls");
        tokens += calls.whole("tokens");
        LocalDate first = LocalDate.ofInstant(calls.instant("first"), ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(calls.instant("last"), ZoneOffset.UTC);
        firstDay = first.isBefore(firstDay) ? first : firstDay;
        lastDay = last.isAfter(lastDay) ? last : lastDay;
    }

    boolean isOpen() {
        return calls > 0;
    }

    PriceCoverage.UnpricedModel model() {
        return new PriceCoverage.UnpricedModel(
                model, unknown ? List.of() : List.copyOf(missing), calls, tokens, firstDay, lastDay);
    }
}
