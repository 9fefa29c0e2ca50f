package io.weighbridge.runner.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.ProviderApi;
import io.weighbridge.runner.batch.BatchCallException.Fate;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Protocol;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.UntranslatableException;
import io.weighbridge.runner.provider.Verdict;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's message batches. They carry no metadata: a batch is told by the custom_ids in its results, so one that may
 * be ours is waited for.
 *
 * @see <a href="https://docs.anthropic.com/en/api/creating-message-batches">Message Batches</a>
 */
final class AnthropicBatches implements BatchApi {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Protocol PROTOCOL = Protocol.of(ProviderApi.ANTHROPIC);
    private static final String BATCHES = "/messages/batches";
    private static final int PAGE = 100;
    private static final List<String> COUNTS = List.of("processing", "succeeded", "errored", "canceled", "expired");
    private static final Duration SKEW = Duration.ofHours(1);

    private final Endpoint endpoint;
    private final BatchHttp http;

    AnthropicBatches(Endpoint endpoint, BatchHttp http) {
        this.endpoint = endpoint;
        this.http = http;
    }

    @Override
    public int mostRequests() {
        return 100_000;
    }

    @Override
    public long mostBytes() {
        return 256_000_000;
    }

    @Override
    public Frame frame() {
        return new Frame("{\"requests\":[", ",", "]}");
    }

    @Override
    public String request(String customId, String chat) throws UntranslatableException {
        return "{\"custom_id\":\"" + customId + "\",\"params\":" + PROTOCOL.requestBody(chat) + "}";
    }

    @Override
    public String create(BatchKey key, Path input) throws BatchCallException, InterruptedException {
        try {
            return id(http.post(endpoint, BATCHES, "application/json", BodyPublishers.ofFile(input)));
        } catch (FileNotFoundException e) {
            throw new IllegalStateException(input + ": was just written", e);
        }
    }

    private static String id(JsonNode created) throws BatchCallException {
        JsonNode id = created.path("id");
        if (!id.isTextual() || id.textValue().isBlank() || id.textValue().length() > 256) {
            throw new BatchCallException(Fate.UNKNOWN, "a reply without an id");
        }
        return id.textValue();
    }

    @Override
    public Search find(BatchKey key, Submission submission, Set<String> known)
            throws BatchCallException, InterruptedException {
        Instant oldest = submission.sentAt() == null
                ? Instant.EPOCH
                : submission.sentAt().minus(SKEW);
        Search search = Search.ABSENT;
        String after = null;
        while (true) {
            JsonNode page = http.get(
                    endpoint, BATCHES + "?limit=" + PAGE + (after == null ? "" : "&after_id=" + encoded(after)));
            for (JsonNode batch : page.path("data")) {
                after = id(batch);
                if (createdAt(batch).isBefore(oldest)) {
                    return search;
                }
                if (known.contains(after) || requests(batch) != submission.requests()) {
                    continue;
                }
                if (!isEnded(batch)) {
                    search = Search.UNDECIDED;
                } else if (isOf(key, after)) {
                    return Search.found(after);
                }
            }
            if (!page.path("has_more").asBoolean(false) || page.path("data").isEmpty()) {
                return search;
            }
        }
    }

    /** Whether any line of the results of an ended batch has a custom_id of the submission. */
    private boolean isOf(BatchKey key, String batchId) throws BatchCallException, InterruptedException {
        Path results = temporary();
        try {
            fetch(results(batchId), results);
            try (BufferedReader lines = Files.newBufferedReader(results)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (key.line(customId(line)).isPresent()) {
                        return true;
                    }
                }
                return false;
            } finally {
                Files.deleteIfExists(results);
            }
        } catch (IOException e) {
            throw new BatchCallException(Fate.UNKNOWN, "results cannot be read: " + e.getMessage());
        }
    }

    private static String customId(String line) {
        try {
            return JSON.readTree(line).path("custom_id").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("weighbridge-results-", ".jsonl");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant createdAt(JsonNode batch) {
        try {
            return OffsetDateTime.parse(batch.path("created_at").asText()).toInstant();
        } catch (DateTimeException e) {
            return Instant.MAX; // it says nothing against this batch
        }
    }

    private static long requests(JsonNode batch) {
        return COUNTS.stream()
                .mapToLong(count -> batch.path("request_counts").path(count).asLong(0))
                .sum();
    }

    private static boolean isEnded(JsonNode batch) {
        return batch.path("processing_status").asText().equals("ended");
    }

    private static String results(String batchId) {
        return BATCHES + "/" + encoded(batchId) + "/results";
    }

    @Override
    public BatchState look(Submission submission, String batchId) throws BatchCallException, InterruptedException {
        JsonNode batch = http.get(endpoint, BATCHES + "/" + encoded(batchId));
        return isEnded(batch)
                ? BatchState.ended(submission.requests(), List.of(results(batchId)))
                : BatchState.running();
    }

    @Override
    public void fetch(String file, Path into) throws BatchCallException, InterruptedException {
        http.download(endpoint, file, into);
    }

    @Override
    public @Nullable BatchAnswer answer(JsonNode line) {
        JsonNode customId = line.path("custom_id");
        if (!customId.isTextual()) {
            return null;
        }
        JsonNode result = line.path("result");
        return switch (result.path("type").asText()) {
            case "succeeded" ->
                new BatchAnswer(
                        customId.textValue(),
                        Reply.ofLine(
                                200,
                                null,
                                PROTOCOL.completion(result.path("message").toString())));
            case "errored" -> new BatchAnswer(customId.textValue(), error(result.path("error")));
            case "expired", "canceled" ->
                new BatchAnswer(
                        customId.textValue(),
                        Reply.without(
                                Verdict.UNAVAILABLE,
                                "batch " + result.path("type").asText(),
                                Duration.ZERO));
            default -> null;
        };
    }

    /** The error object, which some versions wrap in one more of the same. */
    private static Reply error(JsonNode error) {
        JsonNode inner = error.path("error").isObject() ? error.path("error") : error;
        String type = inner.path("type").asText();
        int status = switch (type) {
            case "invalid_request_error" -> 400;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "overloaded_error" -> 529;
            default -> 500;
        };
        return Reply.ofLine(status, null, error.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
