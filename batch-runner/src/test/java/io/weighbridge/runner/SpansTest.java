package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.runner.FakeProvider.Behaviour;
import io.weighbridge.runner.spans.RunSpans;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.format.LogFormat;
import io.weighbridge.tokenlog.format.LogFormats;
import io.weighbridge.tokenlog.format.LogInput;
import io.weighbridge.tokenlog.format.LogSource;
import io.weighbridge.tokenlog.format.ReadOptions;
import io.weighbridge.tokenlog.format.Reading;
import io.weighbridge.tokenlog.format.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SpansTest {
    private static final int ITEMS = 20;

    @TempDir
    Path directory;

    @Test
    void theSpansOfARunAreReadBackAsItsCalls() throws Exception {
        Path calls = directory.resolve("run/calls.jsonl");
        Path spans = directory.resolve("spans.jsonl");
        try (FakeProvider provider = FakeProvider.start((prompt, arrival) ->
                prompt.endsWith("7") && arrival == 1 ? Behaviour.SERVER_ERROR : Behaviour.ANSWER)) {
            TestRun.of(directory.resolve("run"), TestWorkload.write(directory, ITEMS), provider.baseUrl())
                    .run();
        }

        RunSpans.write(calls, spans, task -> false);
        byte[] once = Files.readAllBytes(spans);
        RunSpans.write(calls, spans, task -> false);

        List<Reading> read = read(spans);
        List<CanonicalCall> written = Files.readAllLines(calls).stream()
                .map(CanonicalCallJson::fromJson)
                .toList();
        assertEquals(ITEMS + 2, written.size(), "two are asked again");
        assertEquals(
                written.stream().map(SpansTest::told).sorted().toList(),
                read.stream()
                        .map(reading -> told(((Reading.OfCall) reading).call()))
                        .sorted()
                        .toList());
        assertEquals(
                ITEMS + 2,
                read.stream()
                        .map(reading -> ((Reading.OfCall) reading).call().callId())
                        .distinct()
                        .count());
        assertTrue(Arrays.equals(once, Files.readAllBytes(spans)), "equal calls give equal spans");
    }

    @Test
    void everyStepOfAnEscalatedItemIsASpanInItsTrace() throws Exception {
        Path spans = directory.resolve("spans.jsonl");
        Command run = run("keep", spans);

        assertEquals(0, run.exit(), run.err());
        List<JsonNode> all = spans(spans);
        JsonNode escalated = all.stream()
                .filter(span -> span.path("name").asText().equals("escalate"))
                .findFirst()
                .orElseThrow();
        List<JsonNode> trace = all.stream()
                .filter(span -> span.path("traceId").equals(escalated.path("traceId")))
                .toList();
        assertEquals(
                List.of(
                        "chat sim-frontier",
                        "chat sim-small",
                        "escalate",
                        "invoke_workflow weighbridge",
                        "route",
                        "verify",
                        "verify"),
                trace.stream().map(span -> span.path("name").asText()).sorted().toList());
        JsonNode item = named(trace, "invoke_workflow weighbridge");
        assertEquals("", item.path("parentSpanId").asText());
        for (JsonNode span : trace) {
            assertTrue(span == item || span.path("parentSpanId").equals(item.path("spanId")), span::toString);
        }
        assertEquals(
                "gen_ai.evaluation.result",
                named(trace, "chat sim-small").at("/events/0/name").asText());
        assertEquals(2, named(trace, "chat sim-small").at("/status/code").asInt());
        List<Reading> read = read(spans);
        long outcomes =
                read.stream().filter(Reading.OfOutcome.class::isInstance).count();
        assertEquals(ITEMS, outcomes, "half of the items are checked, and each of them twice");
    }

    @Test
    void withoutTextsNoSpanHoldsOne() throws Exception {
        Path kept = directory.resolve("kept.jsonl");
        Path spans = directory.resolve("spans.jsonl");
        run("keep", kept);
        Command run = run("none", spans);

        assertEquals(0, run.exit(), run.err());
        assertTrue(Files.readString(kept).contains("Question number 2"));
        assertFalse(Files.readString(spans).contains("Question number"));
        assertFalse(Files.readString(spans).contains("gen_ai.output.messages"));
        assertEquals(spans(kept).size(), spans(spans).size());
    }

    /** Easy items go to the small model, whose answers fail their check. */
    private Command run(String text, Path spans) throws IOException {
        try (FakeProvider provider = FakeProvider.start(
                (prompt, arrival) -> Behaviour.ANSWER,
                (model, prompt) -> model.equals("sim-frontier") ? "good" : "bad")) {
            Path settings = Command.settings(directory, provider.baseUrl(), "concurrency: 8");
            Files.writeString(
                    settings,
                    Files.readString(settings) + "text: " + text + "\nverifiers: {" + TestPolicy.EASY
                            + ": [{matches: good}]}\n");
            return Command.run(
                    "run",
                    "--policy",
                    TestPolicy.write(directory).toString(),
                    "--workload",
                    TestWorkload.write(directory, ITEMS).toString(),
                    "--lake",
                    directory.resolve("lake-" + text).toString(),
                    "--spans",
                    spans.toString(),
                    "--config",
                    settings.toString());
        }
    }

    /** What a span says of a call, on a line. */
    private static String told(CanonicalCall call) {
        return Stream.of(
                        call.occurredAt(),
                        call.attribution().tenant(),
                        call.attribution().team(),
                        call.attribution().application(),
                        call.attribution().task(),
                        call.attribution().sessionId(),
                        call.request().provider(),
                        call.request().requestedModel(),
                        call.request().prompt(),
                        call.response().responseModel(),
                        call.response().text(),
                        call.response().latencyMillis(),
                        call.response().finishReason(),
                        call.response().status(),
                        call.response().error(),
                        call.usage())
                .map(Objects::toString)
                .reduce("", (line, value) -> line + " | " + value);
    }

    private static List<Reading> read(Path spans) throws IOException {
        LogFormat otel = LogFormats.named("otel").orElseThrow();
        List<Reading> all = new ArrayList<>();
        try (Readings readings = otel.open(LogInput.of(LogSource.of(spans)), ReadOptions.defaults())) {
            readings.forEachRemaining(all::add);
        }
        assertEquals(
                List.of(),
                all.stream().filter(Reading.Rejected.class::isInstance).toList());
        return all;
    }

    private static List<JsonNode> spans(Path file) throws IOException {
        List<JsonNode> spans = new ArrayList<>();
        for (JsonNode export : Command.lines(file)) {
            export.at("/resourceSpans/0/scopeSpans/0/spans").forEach(spans::add);
        }
        return spans;
    }

    private static JsonNode named(List<JsonNode> spans, String name) {
        return spans.stream()
                .filter(span -> span.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
