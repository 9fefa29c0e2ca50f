package io.weighbridge.runner.forecast;

import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a workload is expected to take under a deadline, without retries, escalations and judges.
 *
 * @param batchesUntil batches are waited for until then, and what is left is called; null where there are only calls
 * @param finishAt when the last item is expected to have ended, at the latest
 * @param costUsd null where the policy cannot tell the cost of every item
 * @param mostUsd every item at its worst case, by calls
 */
public record Forecast(
        long items,
        Instant deadline,
        @Nullable Instant batchesUntil,
        Instant finishAt,
        @Nullable Usd costUsd,
        Usd mostUsd) {

    public boolean isInTime() {
        return !finishAt.isAfter(deadline);
    }

    /** Whether batches have had their time. */
    public boolean isTimeForCalls(Instant now) {
        return batchesUntil == null || !now.isBefore(batchesUntil);
    }
}
