package io.weighbridge.runner.forecast;

import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workload is expected to take: all of it, also where a run that has done some of it goes on.
 *
 * @param deadline null where there is none, and nothing was chosen
 * @param batchesUntil batches are waited for until then, and what is left is called; null where there are only calls
 * @param finishAt when the last item is expected to have ended, at the latest; null where that is up to batches or workers
 * @param costUsd null where the policy cannot tell the cost of every item
 * @param mostUsd every item at the worst case of all calls that may be made for it; null where not every item was looked at
 * @param effort expected
 * @param assumptions that all this stands on, in words
 */
public record Forecast(
        long items,
        @Nullable Instant deadline,
        @Nullable Instant batchesUntil,
        @Nullable Instant finishAt,
        @Nullable Usd costUsd,
        @Nullable Usd mostUsd,
        Effort effort,
        List<String> assumptions) {
    /** An assumption. */
    public static final String NO_REUSE = "no answer comes from the cache or from a template";

    public Forecast {
        assumptions = List.copyOf(assumptions);
    }

    public boolean isInTime() {
        return deadline == null || finishAt == null || !finishAt.isAfter(deadline);
    }

    /** Whether batches have had their time. */
    public boolean isTimeForCalls(Instant now) {
        return batchesUntil == null || !now.isBefore(batchesUntil);
    }
}
