package io.weighbridge.runner.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.runner.batch.BatchCallException.Fate;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.Verdict;
import java.io.FileNotFoundException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's files and batches. A batch carries the submission's name as metadata, by which it is found again.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/batch">Batch API</a>
 */
final class OpenAiBatches implements BatchApi {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "weighbridge_submission";
    private static final String CHAT = "/v1/chat/completions";
    private static final int PAGE = 100;
    /** Clocks may differ by this much. */
    private static final Duration SKEW = Duration.ofHours(1);

    private final Endpoint endpoint;
    private final BatchHttp http;

    OpenAiBatches(Endpoint endpoint, BatchHttp http) {
        this.endpoint = endpoint;
        this.http = http;
    }

    @Override
    public int mostRequests() {
        return 50_000;
    }

    @Override
    public long mostBytes() {
        return 200_000_000;
    }

    @Override
    public Frame frame() {
        return new Frame("", "\n", "\n");
    }

    @Override
    public String request(String customId, String chat) {
        // The body is JSON already, and is sent byte for byte.
        return "{\"custom_id\":\"" + customId + "\",\"method\":\"POST\",\"url\":\"" + CHAT + "\",\"body\":" + chat
                + "}";
    }

    @Override
    public String create(BatchKey key, Path input) throws BatchCallException, InterruptedException {
        ObjectNode batch = JSON.createObjectNode();
        batch.put("input_file_id", upload(key, input));
        batch.put("endpoint", CHAT).put("completion_window", "24h");
        batch.putObject("metadata").put(KEY, key.name());
        JsonNode created =
                http.post(endpoint, "/batches", "application/json", BodyPublishers.ofString(batch.toString()));
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
            return id(http.post(endpoint, "/files", "multipart/form-data; boundary=" + boundary, body));
        } catch (FileNotFoundException e) {
            throw new IllegalStateException(input + ": was just written", e);
        } catch (BatchCallException e) {
            if (e.fate() == Fate.UNKNOWN) {
                throw new BatchCallException(Fate.NOT_DONE, "upload: " + e.getMessage());
            }
            throw e;
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
        String after = null;
        while (true) {
            JsonNode page =
                    http.get(endpoint, "/batches?limit=" + PAGE + (after == null ? "" : "&after=" + encoded(after)));
            for (JsonNode batch : page.path("data")) {
                if (batch.path("metadata").path(KEY).asText().equals(key.name())) {
                    return Search.found(id(batch));
                }
                after = batch.path("id").asText();
                if (batch.path("created_at").asLong(Long.MAX_VALUE) < oldest.getEpochSecond()) {
                    return Search.ABSENT;
                }
            }
            if (!page.path("has_more").asBoolean(false) || page.path("data").isEmpty()) {
                return Search.ABSENT;
            }
        }
    }

    @Override
    public BatchState look(Submission submission, String batchId) throws BatchCallException, InterruptedException {
        JsonNode batch = http.get(endpoint, "/batches/" + encoded(batchId));
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
        return BatchState.ended(lines, files);
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
        JsonNode response = line.path("response");
        if (response.path("status_code").isIntegralNumber()) {
            JsonNode requestId = response.path("request_id");
            return new BatchAnswer(
                    customId.textValue(),
                    Reply.ofLine(
                            response.path("status_code").intValue(),
                            requestId.isTextual() ? requestId.textValue() : null,
                            response.path("body").toString()));
        }
        String code = line.path("error").path("code").asText("");
        if (code.isEmpty()) {
            return null;
        }
        // batch_expired and batch_cancelled: it was not done.
        return new BatchAnswer(customId.textValue(), Reply.without(Verdict.UNAVAILABLE, code, Duration.ZERO));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
