package io.weighbridge.samples.provider;

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
import java.util.regex.Pattern;

/** /v1/messages/batches: create, retrieve, list, cancel, results. */
final class MessageBatchesHandler extends ApiHandler.Anthropic {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CUSTOM_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final String RESULTS = "/results";
    private static final String CANCEL = "/cancel";

    private final SimulatedBatches batches;
    private final BatchPages pages;
    private final Duration latency;

    MessageBatchesHandler(ProviderOptions options, SimulatedBatches batches) {
        super(options);
        this.batches = batches;
        this.pages = new BatchPages(batches, Wire.ANTHROPIC, "after_id", 1000, MessageBatchesHandler::json);
        this.latency = options.latency();
    }

    @Override
    void respond(HttpExchange exchange) throws IOException {
        requireVersion(exchange);
        String path = pathBehind(exchange, "/v1/messages/batches");
        boolean isPost = exchange.getRequestMethod().equals("POST");
        if (isPost && path.isEmpty()) {
            create(exchange);
        } else if (isPost && path.endsWith(CANCEL)) {
            SimulatedBatch batch = pages.batch(path.substring(0, path.length() - CANCEL.length()));
            batches.cancel(batch);
            Exchanges.sendJson(exchange, 200, ProviderJson.bytes(json(batch)));
        } else if (path.isEmpty()) {
            Exchanges.sendJson(exchange, 200, ProviderJson.bytes(pages.page(query(exchange))));
        } else if (path.endsWith(RESULTS)) {
            Results results = pages.batch(path.substring(0, path.length() - RESULTS.length())).results;
            if (results == null) {
                throw notFound("results: the batch has not ended");
            }
            sendLines(exchange, results.output(), batches.isCut());
        } else {
            Exchanges.sendJson(exchange, 200, ProviderJson.bytes(json(pages.batch(path))));
        }
    }

    private void create(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (batches.isUnavailable()) {
            throw new RefusedException(529, "overloaded_error", "not created, on purpose");
        }
        JsonNode requests = JSON.readTree(body).path("requests");
        if (requests.isEmpty()
                || requests.size() > batches.options().mostRequests()
                || body.length > batches.options().mostBytes()) {
            throw new RefusedException(413, "request_too_large", "requests: are too many or too long");
        }
        List<BatchRequest> parsed = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode request : requests) {
            String id = request.path("custom_id").asText();
            if (!CUSTOM_ID.matcher(id).matches() || !ids.add(id)) {
                throw wrong("custom_id: must match " + CUSTOM_ID + " and be unique");
            }
            byte[] params = request.path("params").toString().getBytes(StandardCharsets.UTF_8);
            parsed.add(new BatchRequest(
                    id,
                    ChatRequest.readAnthropic(params),
                    SimulatedAnswers.hash(new String(params, StandardCharsets.ISO_8859_1))));
        }
        SimulatedBatch batch = batches.create(parsed, JSON.createObjectNode(), "", Wire.ANTHROPIC);
        Exchanges.pause(latency);
        if (!batches.isLost()) {
            Exchanges.sendJson(exchange, 200, ProviderJson.bytes(json(batch)));
        }
    }

    private static ObjectNode json(SimulatedBatch batch) {
        Results results = batch.results;
        ObjectNode json = JSON.createObjectNode().put("id", batch.id).put("type", "message_batch");
        json.put("processing_status", results == null ? "in_progress" : "ended");
        json.putObject("request_counts")
                .put("processing", results == null ? batch.requests.size() : 0)
                .put("succeeded", results == null ? 0 : results.succeeded())
                .put("errored", results == null ? 0 : results.errored())
                .put("canceled", results == null ? 0 : results.canceled())
                .put("expired", results == null ? 0 : results.expired());
        json.put("created_at", batch.createdAt.toString());
        json.put("results_url", results == null ? null : "/v1/messages/batches/" + batch.id + RESULTS);
        return json;
    }
}
