package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LangfuseFormatTest {
    private static final String GENERATION =
            "{\"id\":\"g1\",\"traceId\":\"t1\",\"type\":\"GENERATION\",\"name\":\"triage\","
                    + "\"startTime\":\"2026-10-01T08:00:00.000Z\",\"endTime\":\"2026-10-01T08:00:02.500Z\","
                    + "\"completionStartTime\":\"2026-10-01T08:00:00.400Z\",\"parentObservationId\":\"s1\",\"model\":\"gpt-4o\","
                    + "\"level\":\"DEFAULT\",\"input\":[{\"role\":\"user\",\"content\":\"My line is dead\"}],"
                    + "\"output\":\"billing\",\"usageDetails\":{\"input\":100,\"output\":20,\"total\":120},"
                    + "\"costDetails\":{\"total\":0.00045},\"totalCost\":0.00045}";
    private static final String SPAN =
            "{\"id\":\"s1\",\"traceId\":\"t1\",\"type\":\"SPAN\",\"startTime\":\"2026-10-01T08:00:00Z\",\"usageDetails\":{}}";

    @Test
    void aGenerationIsACallAndASpanIsNone() throws IOException {
        CanonicalCall call = call(GENERATION + "\n" + SPAN);
        assertEquals("g1", call.callId());
        assertEquals("2026-10-01T08:00:00Z", call.occurredAt().toString());
        assertEquals("t1", call.attribution().workflowId());
        assertEquals("s1", call.attribution().parentCallId());
        assertEquals("My line is dead", call.request().prompt());
        assertEquals("triage", call.request().labels().get("name"));
        assertEquals("billing", call.response().text());
        assertEquals(2500L, call.response().latencyMillis());
        assertEquals(400L, call.response().timeToFirstTokenMillis());
        assertEquals(Usage.of(100, 20), call.usage());
        assertEquals("0.000450000000", String.valueOf(call.billedCost()));
    }

    @Test
    void aTraceGivesItsSessionUserAndName() throws IOException {
        CanonicalCall call =
                call("{\"trace\":{\"id\":\"t1\",\"name\":\"support\",\"sessionId\":\"c9\",\"userId\":\"u5\","
                        + "\"projectId\":\"p\"},\"observations\":[" + SPAN + "," + GENERATION + "]}");
        assertEquals("support", call.attribution().application());
        assertEquals("c9", call.attribution().sessionId());
        assertEquals("u5", call.request().labels().get("user_id"));
    }

    @Test
    void anAgentThatHoldsItsCallsIsNotCountedASecondTime() throws IOException {
        String agent = "{\"id\":\"s1\",\"type\":\"AGENT\",\"model\":\"gpt-4o\",\"startTime\":\"2026-10-01T08:00:00Z\","
                + "\"usageDetails\":{\"input\":100,\"output\":20,\"total\":120},\"totalCost\":0.00045}";
        assertEquals(
                List.of("g1"),
                Logs.callIds(read("{\"trace\":{},\"observations\":[" + agent + "," + GENERATION + "]}")));
        assertEquals(
                List.of("s1"),
                Logs.callIds(read("{\"trace\":{},\"observations\":[" + agent + "]}")),
                "an agent with usage of its own and no call below it is the call");
    }

    @Test
    void theTotalTellsWhetherDetailsAreInsideOrBeside() throws IOException {
        assertEquals(
                new Usage(179, 0, 0, 0, 99, 64),
                usage("{\"input\":179,\"output\":35,\"total\":278,\"input_cache_read\":0,\"output_reasoning\":64}"),
                "reasoning beside the output");
        assertEquals(
                new Usage(6, 0, 0, 0, 2055, 1104),
                usage("{\"input\":6,\"output\":2055,\"total\":2061,\"completion_details.reasoning\":1104}"),
                "reasoning inside the output");
        assertEquals(
                new Usage(150, 100, 20, 10, 7, 0),
                usage("{\"input\":20,\"output\":7,\"input_cache_read\":100,\"input_cache_creation_5m\":20,"
                        + "\"input_cache_creation_1h\":10}"),
                "cached tokens beside the input");
        assertEquals(
                new Usage(1195, 0, 0, 0, 0, 0),
                usage("{\"input\":1195,\"total\":1195}"),
                "a total says that nothing came out");
        assertNull(usage("{\"input\":1195}"), "without it that is not known");
        assertNull(usage("{}"));
    }

    @Test
    void tokensOfThoughtThatOnlyTheTotalHoldsAreOutput() throws IOException {
        String gemini = GENERATION
                .replace("gpt-4o", "projects/p/locations/l/publishers/google/models/gemini-2.5-flash")
                .replace("{\"input\":100,\"output\":20,\"total\":120}", "{\"input\":5,\"output\":845,\"total\":2023}");
        assertEquals(new Usage(5, 0, 0, 0, 2018, 1173), call(gemini).usage());
        assertEquals("gemini-2.5-flash", call(gemini).model());
    }

    @Test
    void aBlobExportIsTheSameInOtherSpelling() throws IOException {
        String row =
                "{\"id\":\"g2\",\"trace_id\":\"t1\",\"type\":\"GENERATION\",\"start_time\":\"2026-10-01 08:00:00.000\","
                        + "\"end_time\":\"2026-10-01 08:00:01.000\",\"provided_model_name\":\"gpt-4o\",\"usage_details\":"
                        + "\"{\\\"input\\\":10,\\\"output\\\":2,\\\"total\\\":12}\",\"total_cost\":\"0.001\",\"level\":\"ERROR\"}";
        CanonicalCall call = call("[" + row + "]");
        assertEquals(Usage.of(10, 2), call.usage());
        assertEquals("0.001000000000", String.valueOf(call.billedCost()));
        assertEquals(Response.ERROR, call.response().status());

        String csv = "id,trace_id,type,start_time,provided_model_name,usage_details,total_cost\n"
                + "g3,t1,GENERATION,2026-10-01 08:00:00,gpt-4o,\"{\"\"input\"\":10,\"\"output\"\":2}\",0.001\n";
        assertEquals(Usage.of(10, 2), call(csv).usage());
    }

    @Test
    void attributesOfOpenTelemetryFillWhatIsMissing() throws IOException {
        String metadata =
                "\"metadata\":\"{\\\"attributes\\\":{\\\"gen_ai.system\\\":\\\"openai\\\",\\\"gen_ai.agent.name\\\":"
                        + "\\\"helper\\\",\\\"gen_ai.usage.input_tokens\\\":\\\"30\\\",\\\"gen_ai.usage.output_tokens\\\":4}}\",";
        String bare =
                "{" + metadata + GENERATION.substring(1).replace("{\"input\":100,\"output\":20,\"total\":120}", "{}");
        assertEquals(Usage.of(30, 4), call(bare).usage());
        assertEquals("openai", call(bare).request().provider());
        assertEquals("helper", call(bare).attribution().agent());
    }

    @Test
    void scoresAreOutcomesOfWhatTheyScore() throws IOException {
        String score =
                "{\"id\":\"x1\",\"name\":\"correctness\",\"value\":0.75,\"source\":\"EVAL\",\"dataType\":\"NUMERIC\","
                        + "\"traceId\":\"t1\",\"timestamp\":\"2026-10-01T09:00:00Z\"}";
        String other = GENERATION.replace("g1", "g2").replace("gpt-4o", "gpt-4o-mini");
        assertEquals(
                "g1 triage gpt-4o 0.75 langfuse/EVAL/correctness",
                outcome(GENERATION, score),
                "a trace with a single call");
        assertEquals(
                "t1 support gpt-4o + gpt-4o-mini 0.75 langfuse/EVAL/correctness",
                outcome(GENERATION + "," + other, score),
                "the whole trace, answered by both models");
        assertEquals(
                "g2 triage gpt-4o-mini 0.75 langfuse/EVAL/correctness",
                outcome(GENERATION + "," + other, score.replace("{", "{\"observationId\":\"g2\",")),
                "the call it names");
    }

    @Test
    void aScoreThatIsNoQualityIsRejectedAndTheCallStays() throws IOException {
        List<Reading> readings = read(trace(
                GENERATION,
                "{\"id\":\"x1\",\"name\":\"stars\",\"value\":5,\"source\":\"ANNOTATION\",\"dataType\":\"NUMERIC\"}"));
        assertEquals(List.of("g1"), Logs.callIds(readings));
        assertEquals(List.of("log.json:1: score: must be in [0, 1], was 5.0"), Logs.rejections(readings));
    }

    @Test
    void anObservationWithoutAStartIsRejectedWithoutThoseBesideIt() throws IOException {
        List<Reading> readings = read(trace(GENERATION.replace("startTime", "start") + "," + GENERATION, ""));
        assertEquals(List.of("g1"), Logs.callIds(readings));
        assertEquals(List.of("log.json:1: startTime: is required, was absent"), Logs.rejections(readings));
    }

    private static String trace(String observations, String scores) {
        return "{\"trace\":{\"id\":\"t1\",\"name\":\"support\",\"scores\":[" + scores + "]},\"observations\":["
                + observations + "]}";
    }

    private static String outcome(String observations, String score) throws IOException {
        Outcome outcome = read(trace(observations, score)).stream()
                .filter(Reading.OfOutcome.class::isInstance)
                .map(reading -> ((Reading.OfOutcome) reading).outcome())
                .findFirst()
                .orElseThrow();
        return outcome.unitId() + " " + outcome.task() + " " + outcome.model() + " " + outcome.score() + " "
                + outcome.labelSource();
    }

    private static @Nullable Usage usage(String details) throws IOException {
        return call(GENERATION.replace("{\"input\":100,\"output\":20,\"total\":120}", details))
                .usage();
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
                "langfuse",
                FormatDetection.of(LogInput.of(source), ReadOptions.defaults())
                        .format()
                        .name());
        return Logs.read("langfuse", source, ReadOptions.defaults());
    }
}
