package io.weighbridge.runner.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.ProviderApi;
import io.weighbridge.runner.batch.BatchCallException.Fate;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Operation;
import io.weighbridge.runner.provider.Protocol;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.UntranslatableException;
import io.weighbridge.runner.provider.Verdict;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's message batches. They carry no metadata: a batch is told by the custom_ids in its results, so one that may
 * be ours is waited for.
 *
 * @see <a href="https://docs.anthropic.com/en/api/creating-message-batches">Message Batches</a>
 */
final class AnthropicBatches extends ListedBatches {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Protocol PROTOCOL = Protocol.of(ProviderApi.ANTHROPIC);
    private static final List<String> COUNTS = List.of("processing", "succeeded", "errored", "canceled", "expired");

    AnthropicBatches(Endpoint endpoint, BatchHttp http) {
        super(endpoint, http, "/messages/batches", "after_id");
    }

    @Override
    public int mostRequests() {
        return endpoint().mostBatchRequests();
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
    public String request(String customId, Operation operation, String body) throws UntranslatableException {
        return "{\"custom_id\":\"" + customId + "\",\"params\":" + PROTOCOL.requestBody(operation, body) + "}";
    }

    @Override
    public String create(BatchKey key, Operation operation, Path input)
            throws BatchCallException, InterruptedException {
        try {
            return id(http().post(endpoint(), collection(), JSON_TYPE, BodyPublishers.ofFile(input)));
        } catch (FileNotFoundException e) {
            throw new IllegalStateException(input + ": was just written", e);
        }
    }

    @Override
    Search lookAt(JsonNode batch, String batchId, BatchKey key, Submission submission)
            throws BatchCallException, InterruptedException {
        if (requests(batch) != submission.requests()) {
            return Search.ABSENT;
        }
        if (!isEnded(batch)) {
            return Search.UNDECIDED;
        }
        return isOf(key, batchId) ? Search.found(batchId) : Search.ABSENT;
    }

    /** Whether any line of the results of an ended batch has a custom_id of the submission. */
    private boolean isOf(BatchKey key, String batchId) throws BatchCallException, InterruptedException {
        Path results = temporary();
        try {
            fetch(results(batchId), results);
            return hasLineOf(key, results);
        } catch (IOException e) {
            throw new BatchCallException(Fate.UNKNOWN, "results cannot be read: " + e.getMessage());
        } finally {
            delete(results);
        }
    }

    private static boolean hasLineOf(BatchKey key, Path results) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(results)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (key.line(customId(line)).isPresent()) {
                    return true;
                }
            }
            return false;
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

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Instant createdAt(JsonNode batch) {
        try {
            return OffsetDateTime.parse(batch.path("created_at").asText()).toInstant();
        } catch (DateTimeException e) {
            return Instant.MAX;
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

    private String results(String batchId) {
        return path(batchId) + "/results";
    }

    @Override
    public BatchState look(Submission submission, String batchId) throws BatchCallException, InterruptedException {
        JsonNode batch = http().get(endpoint(), path(batchId));
        return isEnded(batch)
                ? BatchState.ended(submission.requests(), List.of(results(batchId)))
                : BatchState.running();
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
}
