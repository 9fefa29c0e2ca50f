package io.weighbridge.samples.provider;

import java.time.Duration;

/**
 * How the simulated batch APIs work.
 *
 * @param processing from the creation of a batch to its end
 * @param mostRequests in one batch
 * @param mostBytes of one batch's input
 * @param mostEnqueued requests in batches that have not ended; an OpenAI batch over it fails when it is validated
 */
public record BatchOptions(
        Duration processing, int mostRequests, long mostBytes, long mostEnqueued, BatchFaults faults) {
    private static final int OPENAI_REQUESTS = 50_000;
    private static final long OPENAI_BYTES = 200_000_000;

    /** OpenAI's limits, ended at once, no faults. */
    public static BatchOptions defaults() {
        return new BatchOptions(Duration.ZERO, OPENAI_REQUESTS, OPENAI_BYTES, Long.MAX_VALUE, BatchFaults.none());
    }

    public BatchOptions withProcessing(Duration newProcessing) {
        return new BatchOptions(newProcessing, mostRequests, mostBytes, mostEnqueued, faults);
    }

    public BatchOptions withMostRequests(int most) {
        return new BatchOptions(processing, most, mostBytes, mostEnqueued, faults);
    }

    public BatchOptions withMostEnqueued(long most) {
        return new BatchOptions(processing, mostRequests, mostBytes, most, faults);
    }

    public BatchOptions withFaults(BatchFaults newFaults) {
        return new BatchOptions(processing, mostRequests, mostBytes, mostEnqueued, newFaults);
    }
}
