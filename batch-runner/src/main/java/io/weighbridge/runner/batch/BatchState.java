package io.weighbridge.runner.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the provider shows it.
 *
 * @param lines result lines that it should have; as many as there are requests where it does not say
 * @param isCancelled whether what has no result was not done
 * @param files paths of its results in the API
 * @param failure why it never began; null unless {@code FAILED}
 */
record BatchState(
        Phase phase,
        long lines,
        boolean isCancelled,
        List<String> files,
        @Nullable Failure failure) {
    BatchState {
        files = List.copyOf(files);
    }

    enum Phase {
        RUNNING,
        /** Nothing of it was done. */
        FAILED,
        /** Completed, expired or cancelled: what was done has results. */
        ENDED
    }

    /**
     * Why a batch was not begun.
     *
     * @param isQueueFull whether the provider has as much in its queue as it takes; the batch may be sent again later
     * @param refusedLine the line of the input, from 1, that it refuses; null where it names none
     */
    record Failure(
            String message, boolean isQueueFull, @Nullable Integer refusedLine) {}

    static BatchState running() {
        return new BatchState(Phase.RUNNING, 0, false, List.of(), null);
    }

    static BatchState failed(Failure failure) {
        return new BatchState(Phase.FAILED, 0, false, List.of(), failure);
    }

    static BatchState ended(long lines, List<String> files) {
        return new BatchState(Phase.ENDED, lines, false, files, null);
    }

    static BatchState cancelled(long lines, List<String> files) {
        return new BatchState(Phase.ENDED, lines, true, files, null);
    }
}
