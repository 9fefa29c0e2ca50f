package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtelFormatTest {
    private static final String CHAT = attribute("gen_ai.operation.name", "chat")
            + attribute("gen_ai.provider.name", "openai")
            + attribute("gen_ai.request.model", "gpt-4")
            + attribute("gen_ai.response.model", "gpt-4-0613")
            + attribute("gen_ai.response.id", "chatcmpl-9J3");

    @Test
    void aChatSpanIsACall() throws IOException {
        CanonicalCall call = call(span(CHAT
                + whole("gen_ai.usage.input_tokens", 52)
                + whole("gen_ai.usage.output_tokens", 47)
                + whole("gen_ai.usage.cache_read.input_tokens", 12)
                + whole("gen_ai.usage.reasoning.output_tokens", 7)
                + "{\"key\":\"gen_ai.response.finish_reasons\",\"value\":{\"arrayValue\":{\"values\":[{\"stringValue\":\"stop\"}]}}},"
                + attribute(
                        "gen_ai.input.messages",
                        "[{\\\"role\\\":\\\"system\\\",\\\"parts\\\":[{\\\"type\\\":\\\"text\\\",\\\"content\\\":\\\"Be brief\\\"}]},"
                                + "{\\\"role\\\":\\\"user\\\",\\\"parts\\\":[{\\\"type\\\":\\\"text\\\",\\\"content\\\":\\\"Hi\\\"}]}]")
                + attribute("gen_ai.conversation.id", "c1")));
        assertEquals("chatcmpl-9J3", call.callId());
        assertEquals("2026-10-01T08:00:00.000000001Z", call.occurredAt().toString());
        assertEquals("gpt-4", call.request().requestedModel());
        assertEquals("gpt-4-0613", call.model());
        assertEquals(new Usage(52, 12, 0, 0, 47, 7), call.usage());
        assertEquals("Be brief\nHi", call.request().prompt());
        assertEquals("stop", call.response().finishReason());
        assertEquals(1500L, call.response().latencyMillis());
        assertEquals("shop", call.attribution().application());
        assertEquals("c1", call.attribution().sessionId());
        assertEquals("t0", call.attribution().workflowId());
    }

    @Test
    void legacyNamesAreRead() throws IOException {
        CanonicalCall call = call(span(attribute("gen_ai.system", "anthropic")
                + attribute("gen_ai.request.model", "claude-3-opus")
                + whole("gen_ai.usage.prompt_tokens", 30)
                + whole("gen_ai.usage.completion_tokens", 4)
                + attribute("gen_ai.prompt.0.content", "one")
                + attribute("gen_ai.prompt.1.content", "two")));
        assertEquals("t0-s0", call.callId(), "without an answer's id the span's");
        assertEquals("anthropic", call.request().provider());
        assertEquals(Usage.of(30, 4), call.usage());
        assertEquals("one\ntwo", call.request().prompt());
    }

    @Test
    void agentsAndToolsHoldCallsAndAreNone() throws IOException {
        String agent = span(attribute("gen_ai.operation.name", "invoke_agent")
                + attribute("gen_ai.request.model", "gpt-4")
                + whole("gen_ai.usage.input_tokens", 52)
                + whole("gen_ai.usage.output_tokens", 47));
        String tool = span(attribute("gen_ai.operation.name", "execute_tool"));
        String http = span(attribute("http.request.method", "GET"));
        assertEquals(List.of(), read(export(agent + "," + tool + "," + http)));
    }

    @Test
    void cachedTokensCountedApartAreAddedToTheInput() throws IOException {
        CanonicalCall call = call(span(CHAT
                + whole("gen_ai.usage.input_tokens", 5)
                + whole("gen_ai.usage.output_tokens", 47)
                + whole("gen_ai.usage.cache_read.input_tokens", 1000)
                + whole("gen_ai.usage.cache_creation.input_tokens", 20)));
        assertEquals(new Usage(1025, 1000, 20, 0, 47, 0), call.usage());
    }

    @Test
    void aSpanWithAnErrorIsAFailedCall() throws IOException {
        CanonicalCall call = call(span(CHAT + attribute("error.type", "timeout"))
                .replace("\"status\":{}", "\"status\":{\"code\":2,\"message\":\"late\"}"));
        assertEquals(Response.ERROR, call.response().status());
        assertEquals("timeout", call.response().error());
        assertEquals(null, call.usage());
    }

    @Test
    void anEvaluationInsideASpanIsAnOutcomeOfItsCall() throws IOException {
        String event =
                "{\"name\":\"gen_ai.evaluation.result\",\"timeUnixNano\":\"1790841601000000000\",\"attributes\":["
                        + attribute("gen_ai.evaluation.name", "Relevance")
                        + "{\"key\":\"gen_ai.evaluation.score.value\",\"value\":{\"doubleValue\":0.75}}]}";
        List<Reading> readings = read(export(span(CHAT).replace("\"events\":[]", "\"events\":[" + event + "]")));
        Outcome outcome = ((Reading.OfOutcome) readings.get(1)).outcome();
        assertEquals("chatcmpl-9J3", outcome.unitId());
        assertEquals("gpt-4-0613", outcome.model());
        assertEquals(0.75, outcome.score());
        assertEquals("otel/Relevance", outcome.labelSource());
    }

    @Test
    void anEvaluationInALogRecordMustSayWhatItIsAbout() throws IOException {
        String attributes = attribute("gen_ai.evaluation.name", "Relevance")
                + "{\"key\":\"gen_ai.evaluation.score.value\",\"value\":{\"doubleValue\":0.75}},";
        String log = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":["
                + "{\"eventName\":\"gen_ai.evaluation.result\",\"attributes\":[" + attributes
                + attribute("gen_ai.response.id", "r7") + attribute("gen_ai.response.model", "gpt-4") + "{}]},"
                + "{\"eventName\":\"gen_ai.evaluation.result\",\"attributes\":[" + attributes + "{}]}]}]}]}";
        List<Reading> readings = read(log);
        assertEquals("r7", ((Reading.OfOutcome) readings.get(0)).outcome().unitId());
        assertEquals(
                List.of("log.json:1: gen_ai.response.id: is required outside of a span, was absent"),
                Logs.rejections(readings));
    }

    private static String attribute(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}},";
    }

    private static String whole(String key, long value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"intValue\":\"" + value + "\"}},";
    }

    private static String span(String attributes) {
        return "{\"traceId\":\"t0\",\"spanId\":\"s0\",\"name\":\"chat gpt-4\",\"startTimeUnixNano\":\"1790841600000000001\","
                + "\"endTimeUnixNano\":\"1790841601500000001\",\"attributes\":["
                + attributes.substring(0, attributes.length() - 1) + "],\"events\":[],\"status\":{}}";
    }

    private static String export(String spans) {
        return "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"shop\"}}]},"
                + "\"scopeSpans\":[{\"scope\":{},\"spans\":[" + spans + "]}]}]}";
    }

    private static CanonicalCall call(String span) throws IOException {
        List<Reading> readings = read(export(span));
        assertEquals(List.of(), Logs.rejections(readings));
        assertEquals(1, readings.size());
        return ((Reading.OfCall) readings.get(0)).call();
    }

    private static List<Reading> read(String log) throws IOException {
        LogSource source = Logs.source("log.json", log);
        assertEquals(
                "otel",
                FormatDetection.of(LogInput.of(source), ReadOptions.defaults())
                        .format()
                        .name());
        return Logs.read("otel", source, ReadOptions.defaults());
    }
}
