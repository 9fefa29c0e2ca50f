package io.weighbridge.runner.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.runner.batch.BatchCallException.Fate;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.provider.Endpoint;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the batch APIs have in common: a collection of batches that is listed in pages, the newest first. */
abstract class ListedBatches implements BatchApi {
    static final String JSON_TYPE = "application/json";
    private static final int PAGE = 100;
    private static final int LONGEST_ID = 256;
    /** Clocks may differ by this much. */
    private static final Duration SKEW = Duration.ofHours(1);

    private final Endpoint endpoint;
    private final BatchHttp http;
    private final String collection;
    private final String cursor;

    /**
     * @param collection its path in the API
     * @param cursor the parameter that asks for what stands behind a batch
     */
    ListedBatches(Endpoint endpoint, BatchHttp http, String collection, String cursor) {
        this.endpoint = endpoint;
        this.http = http;
        this.collection = collection;
        this.cursor = cursor;
    }

    final Endpoint endpoint() {
        return endpoint;
    }

    final BatchHttp http() {
        return http;
    }

    final String collection() {
        return collection;
    }

    final String path(String batchId) {
        return collection + "/" + encoded(batchId);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String id(JsonNode created) throws BatchCallException {
        JsonNode id = created.path("id");
        if (!id.isTextual() || id.textValue().isBlank() || id.textValue().length() > LONGEST_ID) {
            throw new BatchCallException(Fate.UNKNOWN, "a reply without an id");
        }
        return id.textValue();
    }

    @Override
    public final Search find(BatchKey key, Submission submission, Set<String> known)
            throws BatchCallException, InterruptedException {
        Instant oldest = submission.sentAt() == null
                ? Instant.EPOCH
                : submission.sentAt().minus(SKEW);
        Search search = Search.ABSENT;
        String after = null;
        while (true) {
            JsonNode page = http.get(endpoint, page(after));
            for (JsonNode batch : page.path("data")) {
                after = id(batch);
                if (createdAt(batch).isBefore(oldest)) {
                    return search;
                }
                Search here = known.contains(after) ? Search.ABSENT : lookAt(batch, after, key, submission);
                if (here.batchId() != null) {
                    return here;
                }
                search = here.isOver() ? search : here;
            }
            if (!page.path("has_more").asBoolean(false) || page.path("data").isEmpty()) {
                return search;
            }
        }
    }

    private String page(@Nullable String after) {
        return collection + "?limit=" + PAGE + (after == null ? "" : "&" + cursor + "=" + encoded(after));
    }

    /** When a batch was created; {@link Instant#MAX}, which says nothing against it, where it does not say. */
    abstract Instant createdAt(JsonNode batch);

    /** Whether a batch is the submission. */
    abstract Search lookAt(JsonNode batch, String batchId, BatchKey key, Submission submission)
            throws BatchCallException, InterruptedException;

    @Override
    public final void cancel(String batchId) throws BatchCallException, InterruptedException {
        http.post(endpoint, path(batchId) + "/cancel", JSON_TYPE, BodyPublishers.noBody());
    }

    @Override
    public final void fetch(String file, Path into) throws BatchCallException, InterruptedException {
        http.download(endpoint, file, into);
    }
}
