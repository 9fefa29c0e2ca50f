package io.weighbridge.audit.rollup;

import java.time.LocalDate;
import java.util.List;

/**
 * One day of calls, added up.
 *
 * @param day in UTC
 * @param groups in their order, each once
 */
public record DayRollup(LocalDate day, List<GroupTotals> groups) {
    public DayRollup {
        groups = List.copyOf(groups);
    }
}
