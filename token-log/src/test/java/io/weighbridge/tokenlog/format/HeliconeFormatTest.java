package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeliconeFormatTest {
    private static final String ROW = "{\"request_id\":\"h1\",\"request_created_at\":\"2026-10-01T08:00:00Z\","
            + "\"request_body\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]},\"request_user_id\":\"u5\","
            + "\"request_properties\":{\"team\":\"billing\",\"Helicone-Prompt-Id\":\"greet\",\"Helicone-Session-Id\":\"c1\"},"
            + "\"request_model\":\"gpt-4o\",\"provider\":\"OPENAI\",\"response_status\":200,\"response_model\":\"gpt-4o-2024-08-06\","
            + "\"delay_ms\":812,\"time_to_first_token\":120,\"prompt_tokens\":100,\"completion_tokens\":20,"
            + "\"prompt_cache_read_tokens\":60,\"prompt_cache_write_tokens\":0,\"total_tokens\":120,\"costUSD\":0.0004}";

    @Test
    void aRequestIsACall() throws IOException {
        CanonicalCall call = call(ROW);
        assertEquals("h1", call.callId());
        assertEquals("billing", call.attribution().team());
        assertEquals("c1", call.attribution().sessionId());
        assertEquals("Hi", call.request().prompt());
        assertEquals("gpt-4o-2024-08-06", call.model());
        assertEquals(new Usage(100, 60, 0, 0, 20, 0), call.usage());
        assertEquals("0.000400000000", String.valueOf(call.billedCost()));
        assertEquals(812L, call.response().latencyMillis());
        assertEquals(120L, call.response().timeToFirstTokenMillis());
        assertEquals("greet", call.request().labels().get("Helicone-Prompt-Id"));
    }

    @Test
    void anthropicCountsCachedTokensApart() throws IOException {
        CanonicalCall call = call(ROW.replace("OPENAI", "ANTHROPIC").replace("write_tokens\":0", "write_tokens\":30"));
        assertEquals(new Usage(190, 60, 30, 0, 20, 0), call.usage());
    }

    @Test
    void theProvidersOwnUsageDecidesWhereItIsKept() throws IOException {
        String body =
                "\"response_body\":\"{\\\"choices\\\":[{\\\"message\\\":{\\\"content\\\":\\\"Hello\\\"},\\\"finish_reason\\\":"
                        + "\\\"stop\\\"}],\\\"usage\\\":{\\\"prompt_tokens\\\":100,\\\"completion_tokens\\\":25,"
                        + "\\\"completion_tokens_details\\\":{\\\"reasoning_tokens\\\":5}}}\",";
        CanonicalCall call = call("{" + body + ROW.substring(1));
        assertEquals(new Usage(100, 0, 0, 0, 25, 5), call.usage());
        assertEquals("Hello", call.response().text());
        assertEquals("stop", call.response().finishReason());
    }

    @Test
    void aStreamWithoutCountsHasNoUsage() throws IOException {
        assertNull(call(ROW.replace(
                        "\"prompt_tokens\":100,\"completion_tokens\":20",
                        "\"prompt_tokens\":0,\"completion_tokens\":0"))
                .usage());
    }

    @Test
    void aFailedRequestSaysSo() throws IOException {
        CanonicalCall call = call(ROW.replace("\"response_status\":200", "\"response_status\":429"));
        assertEquals(Response.ERROR, call.response().status());
        assertEquals("HTTP 429", call.response().error());
    }

    @Test
    void scoresAndFeedbackAreOutcomes() throws IOException {
        List<Reading> readings = read(ROW.replace(
                "\"costUSD\"",
                "\"scores\":{\"accuracy\":{\"value\":0.5},\"stars\":4},\"feedback_rating\":true,\"costUSD\""));
        assertEquals(List.of("h1"), Logs.callIds(readings));
        List<String> outcomes = readings.stream()
                .filter(Reading.OfOutcome.class::isInstance)
                .map(reading -> ((Reading.OfOutcome) reading).outcome())
                .map(outcome -> outcome.labelSource() + " " + outcome.score() + " " + outcome.task())
                .toList();
        assertEquals(List.of("helicone/accuracy 0.5 greet", "helicone/feedback 1.0 greet"), outcomes);
        assertEquals(List.of("log.json:1: score: must be in [0, 1], was 4.0"), Logs.rejections(readings));
    }

    @Test
    void aTableIsTheSame() throws IOException {
        CanonicalCall call =
                call("request_id,request_created_at,request_model,prompt_tokens,completion_tokens,cost_usd\n"
                        + "h2,2026-10-01 08:00:00,gpt-4o,10,2,0.001\n");
        assertEquals(Usage.of(10, 2), call.usage());
        assertEquals("2026-10-01T08:00:00Z", call.occurredAt().toString());
    }

    private static CanonicalCall call(String log) throws IOException {
        List<Reading> readings = read(log);
        assertEquals(List.of(), Logs.rejections(readings));
        assertEquals(1, readings.size());
        return ((Reading.OfCall) readings.get(0)).call();
    }

    private static List<Reading> read(String log) throws IOException {
        LogSource source = Logs.source("log.json", log);
        assertEquals(
                "helicone",
                FormatDetection.of(LogInput.of(source), ReadOptions.defaults())
                        .format()
                        .name());
        return Logs.read("helicone", source, ReadOptions.defaults());
    }
}
