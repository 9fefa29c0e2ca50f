package io.weighbridge.runner.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.provider.Operation;
import io.weighbridge.runner.provider.UntranslatableException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider's batch API, or what takes its place. */
interface BatchApi {
    /** Requests that one batch may have. */
    int mostRequests();

    /** Bytes that the input of one batch may have. */
    long mostBytes();

    /** What stands before, between and behind the requests of an input. */
    Frame frame();

    record Frame(String before, String between, String behind) {}

    /**
     * A request of an input.
     *
     * @param body a request of the operation
     */
    String request(String customId, Operation operation, String body) throws UntranslatableException;

    /**
     * Creates a batch of the input and returns the provider's name for it.
     *
     * @param operation of all its requests
     */
    String create(BatchKey key, Operation operation, Path input) throws BatchCallException, InterruptedException;

    /**
     * Looks for a batch whose creation was asked for and not confirmed.
     *
     * @param known names of batches that are other submissions
     */
    Search find(BatchKey key, Submission submission, Set<String> known) throws BatchCallException, InterruptedException;

    /**
     * What a search found.
     *
     * @param batchId the batch; null where there is none
     * @param isOver whether there is certainly no other candidate
     */
    record Search(@Nullable String batchId, boolean isOver) {
        static final Search ABSENT = new Search(null, true);
        /** A batch that may be it cannot be told before it has ended. */
        static final Search UNDECIDED = new Search(null, false);

        static Search found(String batchId) {
            return new Search(batchId, true);
        }
    }

    /** Asks the provider to do no more of a batch; it ends later. */
    void cancel(String batchId) throws BatchCallException, InterruptedException;

    BatchState look(Submission submission, String batchId) throws BatchCallException, InterruptedException;

    /** Fetches one of the files of an ended batch. */
    void fetch(String file, Path into) throws BatchCallException, InterruptedException;

    /** Reads a line of results; null where it is none. */
    @Nullable
    BatchAnswer answer(JsonNode line);
}
