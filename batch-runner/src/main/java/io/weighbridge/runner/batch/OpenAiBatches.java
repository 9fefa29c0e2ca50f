package io.weighbridge.runner.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.runner.batch.BatchCallException.Fate;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Operation;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenAI's files and batches. A batch carries the submission's name as metadata, by which it is found again.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/batch">Batch API</a>
 */
final class OpenAiBatches extends ListedBatches implements OpenAiLines {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "weighbridge_submission";

    OpenAiBatches(Endpoint endpoint, BatchHttp http) {
        super(endpoint, http, "/batches", "after");
    }

    @Override
    public int mostRequests() {
        return endpoint().mostBatchRequests();
    }

    @Override
    public String create(BatchKey key, Operation operation, Path input)
            throws BatchCallException, InterruptedException {
        ObjectNode batch = JSON.createObjectNode();
        batch.put("input_file_id", upload(key, input));
        batch.put("endpoint", operation.url()).put("completion_window", "24h");
        batch.putObject("metadata").put(KEY, key.name());
        JsonNode created = http().post(endpoint(), collection(), JSON_TYPE, BodyPublishers.ofString(batch.toString()));
        return id(created);
    }

    /** An upload that went wrong has made no batch, whatever became of the file. */
    private String upload(BatchKey key, Path input) throws BatchCallException, InterruptedException {
        String boundary = key.name() + "-boundary";
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--"
                + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + key.name()
                + ".jsonl\"\r\nContent-Type: application/jsonl\r\n\r\n";
        try {
            BodyPublisher body = BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    BodyPublishers.ofFile(input),
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
            return id(http().post(endpoint(), "/files", "multipart/form-data; boundary=" + boundary, body));
        } catch (FileNotFoundException e) {
            throw new IllegalStateException(input + ": was just written", e);
        } catch (BatchCallException e) {
            if (e.fate() == Fate.UNKNOWN) {
                throw new BatchCallException(Fate.NOT_DONE, "upload: " + e.getMessage());
            }
            throw e;
        }
    }

    @Override
    Instant createdAt(JsonNode batch) {
        JsonNode seconds = batch.path("created_at");
        return seconds.canConvertToLong() ? Instant.ofEpochSecond(seconds.asLong()) : Instant.MAX;
    }

    @Override
    Search lookAt(JsonNode batch, String batchId, BatchKey key, Submission submission) {
        boolean isIt = batch.path("metadata").path(KEY).asText().equals(key.name());
        return isIt ? Search.found(batchId) : Search.ABSENT;
    }

    @Override
    public BatchState look(Submission submission, String batchId) throws BatchCallException, InterruptedException {
        JsonNode batch = http().get(endpoint(), path(batchId));
        return switch (batch.path("status").asText()) {
            case "failed" ->
                BatchState.failed(failure(batch.path("errors").path("data").path(0)));
            case "completed", "expired", "cancelled" -> ended(batch, submission);
            default -> BatchState.running();
        };
    }

    private static BatchState.Failure failure(JsonNode error) {
        String code = error.path("code").asText("");
        return new BatchState.Failure(
                code + ": " + error.path("message").asText(""),
                code.equals("token_limit_exceeded"),
                error.path("line").isIntegralNumber() ? error.path("line").intValue() : null);
    }

    private static BatchState ended(JsonNode batch, Submission submission) {
        List<String> files = new ArrayList<>();
        for (String field : List.of("output_file_id", "error_file_id")) {
            String file = batch.path(field).asText("");
            if (batch.path(field).isTextual() && !file.isBlank()) {
                files.add("/files/" + encoded(file) + "/content");
            }
        }
        JsonNode counts = batch.path("request_counts");
        long lines = counts.path("completed").asLong(submission.requests())
                + counts.path("failed").asLong(0);
        return batch.path("status").asText().equals("cancelled")
                ? BatchState.cancelled(lines, files)
                : BatchState.ended(lines, files);
    }
}
