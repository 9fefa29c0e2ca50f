package io.weighbridge.samples.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.weighbridge.samples.provider.SimulatedBatch.Results;
import io.weighbridge.samples.provider.SimulatedBatch.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** /v1/batches: create, retrieve, list, cancel. */
final class BatchesHandler extends ApiHandler.OpenAi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CANCEL = "/cancel";

    private final SimulatedBatches batches;
    private final BatchPages pages;
    private final Duration latency;

    BatchesHandler(ProviderOptions options, SimulatedBatches batches) {
        super(options);
        this.batches = batches;
        this.pages = new BatchPages(batches, Wire.OPENAI, "after", 100, this::json);
        this.latency = options.latency();
    }

    @Override
    void respond(HttpExchange exchange) throws IOException {
        String path = pathBehind(exchange, "/v1/batches");
        boolean isPost = exchange.getRequestMethod().equals("POST");
        if (isPost && path.isEmpty()) {
            create(exchange);
        } else if (isPost && path.endsWith(CANCEL)) {
            SimulatedBatch batch = pages.batch(path.substring(0, path.length() - CANCEL.length()));
            batches.cancel(batch);
            Exchanges.sendJson(exchange, 200, ProviderJson.bytes(json(batch)));
        } else if (path.isEmpty()) {
            Exchanges.sendJson(
                    exchange,
                    200,
                    ProviderJson.bytes(pages.page(query(exchange)).put("object", "list")));
        } else {
            SimulatedBatch batch = pages.batch(path);
            batch.endedPolls += batch.hasEnded() ? 1 : 0;
            Exchanges.sendJson(exchange, 200, ProviderJson.bytes(json(batch)));
        }
    }

    private void create(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        if (batches.isUnavailable()) {
            throw new RefusedException(503, "server_error", "not created, on purpose");
        }
        Operation operation = Operation.ofUrl(body.path("endpoint").asText())
                .orElseThrow(() -> wrong("endpoint: must be one that batches support"));
        if (!body.path("completion_window").asText().equals("24h")) {
            throw wrong("completion_window: must be 24h");
        }
        if (body.path("metadata").size() > 16) {
            throw wrong("metadata: at most 16 keys");
        }
        String file = body.path("input_file_id").asText();
        byte[] lines = batches.file(file).orElseThrow(() -> wrong("input_file_id: no such file"));
        SimulatedBatch batch;
        try {
            batch = batches.create(requests(operation, lines), body.path("metadata"), file, Wire.OPENAI);
        } catch (InvalidBatchException e) {
            batch = batches.createInvalid(file, body.path("metadata"), e);
        }
        Exchanges.pause(latency);
        if (!batches.isLost()) {
            Exchanges.sendJson(exchange, 200, ProviderJson.bytes(json(batch)));
        }
    }

    private List<BatchRequest> requests(Operation operation, byte[] file) throws InvalidBatchException {
        List<BatchRequest> requests = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        String model = null;
        int number = 0;
        for (String line : new String(file, StandardCharsets.UTF_8).split("\n")) {
            number++;
            if (number > batches.options().mostRequests()) {
                throw new InvalidBatchException("too_many_tasks", "the file has too many requests", null);
            }
            JsonNode json = parsed(line, number);
            if (!json.path("url").asText().equals(operation.url())
                    || !json.path("method").asText().equals("POST")) {
                throw new InvalidBatchException("invalid_url", "url and method must be those of the batch", number);
            }
            String id = json.path("custom_id").asText();
            if (id.isEmpty() || !ids.add(id)) {
                throw new InvalidBatchException("duplicate_custom_id", "custom_id must be unique", number);
            }
            String named = json.path("body").path("model").asText();
            if (model != null && !model.equals(named)) {
                throw new InvalidBatchException("mismatched_model", "all requests must be to one model", number);
            }
            model = named;
            requests.add(request(operation, id, json.path("body"), number));
        }
        return requests;
    }

    private static BatchRequest request(Operation operation, String id, JsonNode body, int line)
            throws InvalidBatchException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        try {
            return new BatchRequest(
                    id,
                    ChatRequest.read(operation, bytes),
                    SimulatedAnswers.hash(new String(bytes, StandardCharsets.ISO_8859_1)));
        } catch (RefusedException e) {
            throw new InvalidBatchException("invalid_request", String.valueOf(e.getMessage()), line);
        }
    }

    private static JsonNode parsed(String line, int number) throws InvalidBatchException {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new InvalidBatchException("invalid_json_line", "must be JSON", number);
        }
    }

    private ObjectNode json(SimulatedBatch batch) {
        Results results = batch.results;
        ObjectNode json = JSON.createObjectNode().put("id", batch.id).put("object", "batch");
        json.put("endpoint", operation(batch)).put("completion_window", "24h").put("input_file_id", batch.inputFile);
        json.put("status", status(batch));
        json.put("created_at", batch.createdAt.getEpochSecond());
        boolean late = batch.endedPolls <= batches.options().faults().latePolls();
        json.put(
                "output_file_id",
                results == null || late || results.output().length == 0 ? null : batch.id + "-output");
        json.put("error_file_id", results == null || results.errors().length == 0 ? null : batch.id + "-errors");
        json.set("errors", batch.failure);
        json.putObject("request_counts")
                .put("total", batch.requests.size())
                .put("completed", results == null ? 0 : results.succeeded())
                .put("failed", results == null ? 0 : results.failed());
        json.set("metadata", batch.metadata);
        return json;
    }

    private static String operation(SimulatedBatch batch) {
        return batch.requests.isEmpty()
                ? Operation.CHAT.url()
                : batch.requests.getFirst().chat().operation().url();
    }

    private static String status(SimulatedBatch batch) {
        @Nullable Results results = batch.results;
        if (batch.failure != null) {
            return "failed";
        }
        if (results == null) {
            return "in_progress";
        }
        if (batch.cancelled) {
            return "cancelled";
        }
        return results.expired() > 0 ? "expired" : "completed";
    }
}
