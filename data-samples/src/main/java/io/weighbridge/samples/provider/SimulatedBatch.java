package io.weighbridge.samples.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch and what has become of it. Guarded by {@link SimulatedBatches}. */
final class SimulatedBatch {
    final String id;
    final Instant createdAt;
    final List<BatchRequest> requests;
    final JsonNode metadata;
    final String inputFile;
    final Wire wire;

    /** Lines of answers and of failures, in no order; null until the batch has ended. */
    @Nullable
    Results results;

    /** Why it failed when it was validated. */
    @Nullable
    ObjectNode failure;

    boolean cancelled;
    int endedPolls;

    /** The API that a batch was created by, and reads its results in. */
    enum Wire {
        OPENAI,
        ANTHROPIC
    }

    /** What a batch ended with. */
    record Results(byte[] output, byte[] errors, int succeeded, int errored, int expired, int canceled) {
        /** As OpenAI counts: what was cancelled did not fail. */
        int failed() {
            return errored + expired;
        }
    }

    SimulatedBatch(
            String id, Instant createdAt, List<BatchRequest> requests, JsonNode metadata, String inputFile, Wire wire) {
        this.id = id;
        this.createdAt = createdAt;
        this.requests = List.copyOf(requests);
        this.metadata = metadata;
        this.inputFile = inputFile;
        this.wire = wire;
    }

    boolean hasEnded() {
        return results != null || failure != null;
    }
}
