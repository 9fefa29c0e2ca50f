package io.weighbridge.samples.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.samples.truth.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The batch APIs as a client sees them. */
class SimulatedBatchesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ProviderOptions OPTIONS = ProviderOptions.of(7, World.MIXED);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void anOpenAiBatchRunsThenHasItsResultsInAFileInAnotherOrderAtHalfThePrice() throws Exception {
        BatchOptions slow = BatchOptions.defaults().withProcessing(Duration.ofMillis(300));
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withBatches(slow))) {
            JsonNode created = createOpenAi(provider, line("a", "sim-small") + line("b", "sim-small"));
            assertEquals("in_progress", created.path("status").asText());
            assertEquals(0, provider.paidCalls());

            JsonNode ended = awaitEnd(provider, "/batches/" + created.path("id").asText(), "completed");

            assertEquals(2, ended.at("/request_counts/completed").asInt());
            assertTrue(ended.path("error_file_id").isNull());
            assertEquals("mine", ended.at("/metadata/name").asText());
            List<String> lines = get(
                            provider, "/files/" + ended.path("output_file_id").asText() + "/content")
                    .lines()
                    .toList();
            assertEquals("b", JSON.readTree(lines.getFirst()).path("custom_id").asText());
            JsonNode usage = JSON.readTree(lines.getLast()).at("/response/body/usage");
            assertTrue(usage.path("completion_tokens").asInt() > 0);
            assertEquals(2, provider.paidCalls());
        }
    }

    @Test
    void twoModelsOrOneIdTwiceMakeAnOpenAiBatchFail() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            JsonNode models = createOpenAi(provider, line("a", "sim-small") + line("b", "sim-medium"));
            JsonNode ids = createOpenAi(provider, line("a", "sim-small") + line("a", "sim-small"));

            assertEquals("failed", models.path("status").asText());
            assertEquals("mismatched_model", models.at("/errors/data/0/code").asText());
            assertEquals("duplicate_custom_id", ids.at("/errors/data/0/code").asText());
            assertEquals(2, ids.at("/errors/data/0/line").asInt());
            assertEquals(0, provider.paidCalls());
        }
    }

    @Test
    void aCancelledBatchIsNotPaid() throws Exception {
        BatchOptions slow = BatchOptions.defaults().withProcessing(Duration.ofMinutes(1));
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withBatches(slow))) {
            String id =
                    createOpenAi(provider, line("a", "sim-small")).path("id").asText();

            JsonNode cancelled = JSON.readTree(
                    post(provider, "/batches/" + id + "/cancel", "{}").body());

            assertEquals("cancelled", cancelled.path("status").asText());
            assertTrue(cancelled.path("output_file_id").isNull());
            assertEquals(0, provider.paidCalls());
        }
    }

    @Test
    void listsComeNewestFirstInPages() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ids.add(createOpenAi(provider, line("a" + i, "sim-small"))
                        .path("id")
                        .asText());
            }
            JsonNode first = JSON.readTree(get(provider, "/batches?limit=2"));
            JsonNode second = JSON.readTree(get(
                    provider, "/batches?limit=2&after=" + first.path("last_id").asText()));

            assertEquals(ids.get(2), first.at("/data/0/id").asText());
            assertTrue(first.path("has_more").asBoolean());
            assertEquals(ids.get(0), second.at("/data/0/id").asText());
            assertEquals(1, second.path("data").size());
        }
    }

    @Test
    void aMessageBatchEndsWithAResultForEveryRequest() throws Exception {
        BatchFaults half = BatchFaults.lines(0.5, 0, 0, 0, 0, 0, 0);
        try (SimulatedProvider provider = SimulatedProvider.start(
                OPTIONS.withBatches(BatchOptions.defaults().withFaults(half)))) {
            String requests = String.join(
                    ",", IntStream.range(0, 40).mapToObj(i -> message("r" + i)).toList());
            JsonNode created = JSON.readTree(post(provider, "/messages/batches", "{\"requests\":[" + requests + "]}")
                    .body());
            JsonNode ended = JSON.readTree(
                    get(provider, "/messages/batches/" + created.path("id").asText()));

            assertEquals("ended", ended.path("processing_status").asText());
            long expired = ended.at("/request_counts/expired").asLong();
            assertTrue(expired > 5 && expired < 35, () -> "expired " + expired);
            List<String> lines = get(
                            provider, "/messages/batches/" + created.path("id").asText() + "/results")
                    .lines()
                    .toList();
            assertEquals(40, lines.size());
            assertEquals(
                    expired,
                    lines.stream()
                            .filter(line -> line.contains("\"type\":\"expired\""))
                            .count());
            assertEquals(40 - expired, provider.paidCalls());
        }
    }

    @Test
    void anIdThatAnthropicDoesNotTakeIsRefusedBeforeABatchExists() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            HttpResponse<String> refused =
                    post(provider, "/messages/batches", "{\"requests\":[" + message("with space") + "]}");

            assertEquals(400, refused.statusCode());
            assertEquals(
                    "invalid_request_error",
                    JSON.readTree(refused.body()).at("/error/type").asText());
            assertEquals(0, provider.batches());
        }
    }

    private static String line(String id, String model) {
        return "{\"custom_id\":\"" + id
                + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello " + id + "\"}]}}\n";
    }

    private static String message(String id) {
        return "{\"custom_id\":\"" + id + "\",\"params\":{\"model\":\"sim-small\",\"max_tokens\":50,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hello " + id + "\"}]}}";
    }

    private JsonNode createOpenAi(SimulatedProvider provider, String lines) throws Exception {
        String body = "--x\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--x\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n" + lines
                + "\r\n--x--\r\n";
        HttpResponse<String> uploaded = client.send(
                HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/files"))
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        String file = JSON.readTree(uploaded.body()).path("id").asText();
        return JSON.readTree(post(
                        provider,
                        "/batches",
                        "{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v1/chat/completions\","
                                + "\"completion_window\":\"24h\",\"metadata\":{\"name\":\"mine\"}}")
                .body());
    }

    private JsonNode awaitEnd(SimulatedProvider provider, String path, String status) throws Exception {
        while (true) {
            JsonNode batch = JSON.readTree(get(provider, path));
            if (batch.path("status").asText().equals(status)) {
                return batch;
            }
            Thread.sleep(5);
        }
    }

    private HttpResponse<String> post(SimulatedProvider provider, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(provider.baseUrl() + path))
                        .header("Content-Type", "application/json")
                        .header("anthropic-version", "2023-06-01")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private String get(SimulatedProvider provider, String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(provider.baseUrl() + path))
                                .header("anthropic-version", "2023-06-01")
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
