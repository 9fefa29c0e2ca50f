package io.weighbridge.samples.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.samples.month.Contents;
import io.weighbridge.samples.truth.SampleUnit;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.TruthModel;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatedProviderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 7;
    private static final ProviderOptions OPTIONS = ProviderOptions.of(SEED, World.MIXED);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Contents contents = new Contents(SEED);
    private final TruthModel truth = new TruthModel(SEED, World.MIXED);

    @Test
    void everyModelAnswersRightlyExactlyWhereTheTruthSaysSo() throws Exception {
        AnswerText text = new AnswerText(SEED);
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            for (long row = 0; row < 60; row++) {
                SampleUnit unit = contents.unit(row);
                for (SimulatedModel model : SimulatedModel.values()) {
                    String answer = content(post(provider, body(model, unit)));
                    boolean right = answer.endsWith("Result: " + text.rightCode(row));
                    assertEquals(truth.isRight(unit, model), right, model + " on row " + row);
                }
            }
        }
    }

    @Test
    void usageIsTheTruthsAndIsChargedAtTheModelsPrice() throws Exception {
        SampleUnit unit = contents.unit(3);
        Usage expected = truth.usage(unit, SimulatedModel.MEDIUM);
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            JsonNode usage =
                    json(post(provider, body(SimulatedModel.MEDIUM, unit))).path("usage");
            assertEquals(expected.inputTokens(), usage.path("prompt_tokens").asLong());
            assertEquals(
                    expected.outputTokens(), usage.path("completion_tokens").asLong());
            assertEquals(SimulatedModel.MEDIUM.cost(expected), provider.charged());
        }
    }

    @Test
    void aStrangersPromptGetsTheSameAnswerAgain() throws Exception {
        ObjectNode body = body(SimulatedModel.SMALL, "What is the capital of Norway?");
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            assertEquals(content(post(provider, body)), content(post(provider, body)));
            ObjectNode other = body(SimulatedModel.SMALL, "What is the capital of Sweden?");
            assertNotEquals(content(post(provider, body)), content(post(provider, other)));
        }
    }

    @Test
    void anIdempotencyKeyIsChargedOnceAndGetsTheSameBytes() throws Exception {
        ObjectNode body = body(SimulatedModel.SMALL, "hello");
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            String first = post(provider, body, "key-1").body();
            assertEquals(first, post(provider, body, "key-1").body());
            assertEquals(1, provider.paidCalls());
            assertEquals(2, provider.requests());
            post(provider, body, "key-2");
            assertEquals(2, provider.paidCalls());
        }
    }

    @Test
    void anIdempotencyKeyServesOneRequestOnly() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            post(provider, body(SimulatedModel.SMALL, "hello"), "key-1");
            HttpResponse<String> reused = post(provider, body(SimulatedModel.SMALL, "good bye"), "key-1");
            assertEquals(400, reused.statusCode());
            assertEquals("Idempotency-Key: was used for another request", errorOf(reused));
        }
    }

    @Test
    void theCallersLimitCutsTheAnswer() throws Exception {
        ObjectNode body = body(SimulatedModel.OPEN_8B, contents.unit(1)).put("max_tokens", 2);
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            JsonNode answer = json(post(provider, body));
            assertEquals("length", answer.at("/choices/0/finish_reason").asText());
            assertEquals(2, answer.at("/usage/completion_tokens").asLong());
        }
    }

    @Test
    void badRequestsAreRefusedWithTheField() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            HttpResponse<String> model =
                    post(provider, body(SimulatedModel.SMALL, "x").put("model", "gpt-9"));
            assertEquals(404, model.statusCode());
            assertEquals("model: must be one of /v1/models", errorOf(model));
            HttpResponse<String> notJson = send(provider, "{\"model\":", null);
            assertEquals(400, notJson.statusCode());
            assertEquals("body: must be JSON", errorOf(notJson));
            HttpResponse<String> empty = send(provider, "{\"model\":\"sim-small\",\"messages\":[]}", null);
            assertEquals("messages: must be a list that is not empty", errorOf(empty));
            assertEquals(0, provider.paidCalls());
        }
    }

    @Test
    void aCallerWithoutTheKeyIsRefusedWhereOneIsSet() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withApiKey("secret"))) {
            HttpResponse<String> refused = post(provider, body(SimulatedModel.SMALL, "x"));
            assertEquals(401, refused.statusCode());
        }
    }

    @Test
    void modelsAreListed() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            URI models = URI.create(provider.baseUrl() + "/models");
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(models).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(
                    List.of("sim-frontier", "sim-medium", "sim-small", "sim-open-8b"),
                    json(answer).path("data").findValuesAsText("id"));
        }
    }

    @Test
    void statsCountRequestsPaidCallsAndFaults() throws Exception {
        FaultRates half = new FaultRates(0.5, 0, 0, 0, 0, Duration.ZERO);
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withFaults(half))) {
            int limited = 0;
            for (int i = 0; i < 40; i++) {
                limited += post(provider, body(SimulatedModel.SMALL, "prompt " + i))
                                        .statusCode()
                                == 429
                        ? 1
                        : 0;
            }
            URI stats = provider.baseUrl().resolve("/stats");
            JsonNode json =
                    json(client.send(HttpRequest.newBuilder(stats).build(), HttpResponse.BodyHandlers.ofString()));
            assertTrue(limited > 5 && limited < 35, "limited " + limited);
            assertEquals(40, json.path("requests").asInt());
            assertEquals(40 - limited, json.path("paid_calls").asInt());
            assertEquals(limited, json.at("/faults/rate_limited").asInt());
            assertEquals(40 - limited, json.at("/by_model/sim-small/calls").asInt());
        }
    }

    @Test
    void tooManyRequestsSaysWhenToComeBackAndCostsNothing() throws Exception {
        FaultRates always = new FaultRates(1, 0, 0, 0, 0, Duration.ZERO);
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withFaults(always))) {
            HttpResponse<String> limited = post(provider, body(SimulatedModel.SMALL, "x"));
            assertEquals(429, limited.statusCode());
            assertEquals("1", limited.headers().firstValue("Retry-After").orElseThrow());
            assertEquals(0, provider.paidCalls());
        }
    }

    @Test
    void aServerErrorCostsNothing() throws Exception {
        FaultRates always = new FaultRates(0, 1, 0, 0, 0, Duration.ZERO);
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withFaults(always))) {
            assertEquals(500, post(provider, body(SimulatedModel.SMALL, "x")).statusCode());
            assertEquals(0, provider.paidCalls());
        }
    }

    @Test
    void aCutConnectionWasPaidAndItsKeyIsNotPaidAgain() throws Exception {
        FaultRates often = new FaultRates(0, 0, 0.5, 0, 0, Duration.ZERO);
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withFaults(often))) {
            int cuts = 0;
            for (int i = 0; i < 20; i++) {
                ObjectNode body = body(SimulatedModel.SMALL, "prompt " + i);
                while (!answered(provider, body, "key-" + i)) {
                    cuts++;
                }
            }
            assertTrue(cuts > 3, "cuts " + cuts);
            assertEquals(20, provider.paidCalls());
        }
    }

    @Test
    void aStalledRequestRunsIntoTheCallersTimeout() throws Exception {
        FaultRates always = new FaultRates(0, 0, 0, 1, 0, Duration.ofMinutes(1));
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withFaults(always))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/chat/completions"))
                    .timeout(Duration.ofMillis(200))
                    .POST(HttpRequest.BodyPublishers.ofString(
                            body(SimulatedModel.SMALL, "x").toString()))
                    .build();
            assertThrows(HttpTimeoutException.class, () -> client.send(request, HttpResponse.BodyHandlers.ofString()));
        }
    }

    @Test
    void malformedJsonCannotBeRead() throws Exception {
        FaultRates always = new FaultRates(0, 0, 0, 0, 1, Duration.ZERO);
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withFaults(always))) {
            HttpResponse<String> broken = post(provider, body(SimulatedModel.SMALL, "x"));
            assertEquals(200, broken.statusCode());
            assertThrows(JsonProcessingException.class, () -> JSON.readTree(broken.body()));
        }
    }

    @Test
    void faultRatesAboveOneAreRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new FaultRates(0.8, 0.4, 0, 0, 0, Duration.ZERO));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("sum of the fault rates: must be in [0, 1], was 1.2"));
    }

    private boolean answered(SimulatedProvider provider, ObjectNode body, String key) throws InterruptedException {
        try {
            return post(provider, body, key).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> post(SimulatedProvider provider, ObjectNode body)
            throws IOException, InterruptedException {
        return send(provider, body.toString(), null);
    }

    private HttpResponse<String> post(SimulatedProvider provider, ObjectNode body, String key)
            throws IOException, InterruptedException {
        return send(provider, body.toString(), key);
    }

    private HttpResponse<String> send(SimulatedProvider provider, String body, @Nullable String key)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static ObjectNode body(SimulatedModel model, SampleUnit unit) {
        ObjectNode body = JSON.createObjectNode().put("model", model.label());
        body.putArray("messages")
                .add(JSON.createObjectNode().put("role", "system").put("content", unit.system()))
                .add(JSON.createObjectNode().put("role", "user").put("content", unit.user()));
        return body;
    }

    private static ObjectNode body(SimulatedModel model, String user) {
        ObjectNode body = JSON.createObjectNode().put("model", model.label());
        body.putArray("messages")
                .add(JSON.createObjectNode().put("role", "user").put("content", user));
        return body;
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    private static String content(HttpResponse<String> response) throws IOException {
        return json(response).at("/choices/0/message/content").asText();
    }

    private static String errorOf(HttpResponse<String> response) throws IOException {
        return json(response).at("/error/message").asText();
    }
}
