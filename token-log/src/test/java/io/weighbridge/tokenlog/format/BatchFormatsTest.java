package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchFormatsTest {
    private static final String ANSWERED =
            "{\"id\":\"batch_req_1\",\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":"
                    + "{\"id\":\"chatcmpl-1\",\"created\":1790841600,\"model\":\"gpt-4o-mini\",\"choices\":[{\"message\":{\"content\":"
                    + "\"Hello\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":10}}},\"error\":null}";
    private static final String EXPIRED = "{\"id\":\"batch_req_2\",\"custom_id\":\"b\",\"response\":null,"
            + "\"error\":{\"code\":\"batch_expired\",\"message\":\"This request could not be executed\"}}";
    private static final String REFUSED =
            "{\"id\":\"batch_req_3\",\"custom_id\":\"c\",\"response\":{\"status_code\":400,\"body\":"
                    + "{\"error\":{\"code\":\"context_length_exceeded\"}}},\"error\":null}";

    @Test
    void everyLineOfAnOpenAiBatchIsACallAtTheBatchTierInAnyOrder() throws IOException {
        List<CanonicalCall> calls = calls("openai-batch", EXPIRED + "\n" + ANSWERED + "\n" + REFUSED + "\n");
        assertEquals(
                List.of("batch_req_2", "batch_req_1", "batch_req_3"),
                calls.stream().map(CanonicalCall::callId).toList());
        for (CanonicalCall call : calls) {
            assertEquals("batch", call.request().serviceTier());
            assertEquals("gpt-4o-mini", call.request().requestedModel(), "a batch is asked of one model");
            assertEquals("2026-10-01T08:00:00Z", call.occurredAt().toString());
        }
        assertEquals(Usage.of(20, 10), calls.get(1).usage());
        assertEquals("Hello", calls.get(1).response().text());
        assertEquals("a", calls.get(1).request().labels().get("custom_id"));
        assertEquals(Usage.of(0, 0), calls.get(0).usage(), "what fails is not charged");
        assertEquals("batch_expired", calls.get(0).response().error());
        assertEquals("context_length_exceeded", calls.get(2).response().error());
    }

    @Test
    void anAnthropicBatchNamesNoTimeSoTheFileOrTheUserMust() throws IOException {
        String succeeded =
                "{\"custom_id\":\"a\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"msg_1\",\"model\":"
                        + "\"claude-3-5-sonnet-20240620\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],\"stop_reason\":\"end_turn\","
                        + "\"usage\":{\"input_tokens\":11,\"cache_read_input_tokens\":5,\"output_tokens\":36}}}}";
        String errored =
                "{\"custom_id\":\"b\",\"result\":{\"type\":\"errored\",\"error\":{\"type\":\"error\",\"error\":"
                        + "{\"type\":\"invalid_request_error\"}}}}";
        LogSource log = Logs.source("log.jsonl", succeeded + "\n" + errored + "\n");
        Instant at = Instant.parse("2026-10-02T00:00:00Z");
        List<Reading> readings =
                Logs.read("anthropic-batch", log, ReadOptions.defaults().withTime(at));
        CanonicalCall first = ((Reading.OfCall) readings.get(0)).call();
        CanonicalCall second = ((Reading.OfCall) readings.get(1)).call();
        assertEquals(at, first.occurredAt());
        assertEquals(new Usage(16, 5, 0, 0, 36, 0), first.usage());
        assertEquals("Hi", first.response().text());
        assertEquals("anthropic", first.request().provider());
        assertEquals("batch", first.request().serviceTier());
        assertEquals(Response.ERROR, second.response().status());
        assertEquals("invalid_request_error", second.response().error());
        assertEquals(
                List.of("log.jsonl:1: created: is required; or give the time with --at, was absent"),
                Logs.rejections(Logs.read("anthropic-batch", log, ReadOptions.defaults()))
                        .subList(0, 1));
    }

    @Test
    void aRawAnswerIsACallAndOneWithoutAModelStaysAnUnpricedOne() throws IOException {
        List<CanonicalCall> calls = calls(
                "provider-usage",
                "[{\"body\":{\"id\":\"r1\",\"created\":1790841600,\"model\":\"gpt-4o\",\"usage\":{\"prompt_tokens\":7,"
                        + "\"completion_tokens\":3}}},{\"usageMetadata\":{\"promptTokenCount\":5,\"candidatesTokenCount\":2,"
                        + "\"thoughtsTokenCount\":4}}]");
        assertEquals(Usage.of(7, 3), calls.get(0).usage());
        assertEquals("gpt-4o", calls.get(0).model());
        assertEquals(new Usage(5, 0, 0, 0, 6, 4), calls.get(1).usage());
        assertEquals("unknown", calls.get(1).model());
        assertEquals("google", calls.get(1).request().provider());
    }

    private static List<CanonicalCall> calls(String format, String log) throws IOException {
        LogSource source = Logs.source("log.jsonl", log);
        assertEquals(
                format,
                FormatDetection.of(LogInput.of(source), ReadOptions.defaults())
                        .format()
                        .name());
        List<Reading> readings = Logs.read(format, source, ReadOptions.defaults());
        assertEquals(List.of(), Logs.rejections(readings));
        return readings.stream()
                .map(reading -> ((Reading.OfCall) reading).call())
                .toList();
    }
}
