package io.weighbridge.runner.batch;

import io.weighbridge.runner.provider.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the provider shows it.
 *
 * @param lines result lines that it should have; as many as there are requests where it does not say
 * @param rest what became of the requests without a result, once there are as many lines as there should be
 * @param problem what is said of them
 * @param files paths of its results in the API
 * @param failure why it never began; null unless {@code FAILED}
 */
record BatchState(
        Phase phase,
        long lines,
        Rest rest,
        String problem,
        List<String> files,
        @Nullable Failure failure) {
    private static final String NO_RESULT = "the batch has no result for it";

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

    /** What became of a request that has no result. */
    enum Rest {
        /** Nobody knows: it may have been done and paid. */
        LOST,
        /** It was not done. */
        NOT_DONE,
        /** Its turn never came, through no fault of the batch. */
        NEVER_BEGUN;

        Verdict verdict() {
            return this == LOST ? Verdict.LOST : Verdict.UNAVAILABLE;
        }
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
        return new BatchState(Phase.RUNNING, 0, Rest.LOST, NO_RESULT, List.of(), null);
    }

    static BatchState failed(Failure failure) {
        return new BatchState(Phase.FAILED, 0, Rest.NOT_DONE, NO_RESULT, List.of(), failure);
    }

    static BatchState ended(long lines, List<String> files) {
        return new BatchState(Phase.ENDED, lines, Rest.LOST, NO_RESULT, files, null);
    }

    static BatchState cancelled(long lines, List<String> files) {
        return new BatchState(Phase.ENDED, lines, Rest.NOT_DONE, NO_RESULT, files, null);
    }

    /** A batch whose files have all that will ever come of it. */
    static BatchState over(List<String> files, Rest rest, String problem) {
        return new BatchState(Phase.ENDED, 0, rest, problem, files, null);
    }
}
