package io.weighbridge.audit.reconcile;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the lake knows of one UTC day and model.
 *
 * @param spendUsd of the calls whose cost is known
 * @param firstHoursUsd the part of it spent in the first twelve hours: zones west of UTC may bill it to the day before
 * @param lastHoursUsd the part of it spent in the last fourteen hours: zones east of UTC may bill it to the day after
 * @param unpricedHighUsd the most that the unpriced calls can have cost; null where nothing bounds it
 * @param computedMinusBilledUsd what the price book makes of the billed calls beyond what their source billed
 */
record LakeCell(
        long calls,
        BigDecimal spendUsd,
        BigDecimal firstHoursUsd,
        BigDecimal lastHoursUsd,
        long unpricedCalls,
        @Nullable BigDecimal unpricedHighUsd,
        long usageMissingCalls,
        BigDecimal computedMinusBilledUsd) {
    static final LakeCell NOTHING =
            new LakeCell(0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0, BigDecimal.ZERO, 0, BigDecimal.ZERO);
}
