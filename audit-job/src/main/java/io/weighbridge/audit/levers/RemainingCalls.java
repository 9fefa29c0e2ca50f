package io.weighbridge.audit.levers;

import io.weighbridge.audit.rollup.GroupTotals;
import java.time.LocalDate;

/**
 * A day's calls of one group, as the first levers have left them.
 *
 * @param model that answers them then
 * @param picodollars what is left of their cost
 */
record RemainingCalls(LocalDate day, GroupTotals totals, String model, long picodollars) {}
