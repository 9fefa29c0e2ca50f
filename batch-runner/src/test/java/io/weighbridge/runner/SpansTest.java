package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.runner.FakeProvider.Behaviour;
import io.weighbridge.runner.spans.RunSpans;
import io.weighbridge.runner.spans.SpanCollector;
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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    @Test
    void aCollectorGetsTheSpansOfARunOnceThoughItIsBusyAtFirst() throws Exception {
        Path spans = directory.resolve("spans.jsonl");
        try (FakeCollector collector = FakeCollector.start(post -> post <= 2 ? 503 : 200)) {
            Map<String, String> environment = Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    collector.url(),
                    "OTEL_EXPORTER_OTLP_HEADERS",
                    "x-key=a%20b+c,other=1");
            Command run = run("keep", spans, environment);
            Command again = run("keep", spans, environment, "--once");

            assertEquals(0, run.exit(), run.err());
            assertEquals(0, again.exit(), again.err());
            assertEquals(spans(spans), collector.spans());
            assertEquals(3, collector.posts(), "two tries more, and none for the second command");
            assertEquals(List.of("a b+c", "a b+c", "a b+c"), collector.keys());
            assertTrue(run.err().contains("spans (2 of them refused) sent to " + collector.url()), run.err());
            assertFalse(run.err().contains("a b+c"), run.err());
        }
    }

    @Test
    void aCollectorThatRefusesThemHarmsNoRunAndGetsThemLater() throws Exception {
        Path spans = directory.resolve("spans.jsonl");
        try (FakeCollector refusing = FakeCollector.start(post -> 401);
                FakeCollector taking = FakeCollector.start(post -> 200)) {
            Command run =
                    run("keep", spans, Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", refusing.url() + "/v1/traces"));
            Path folder = Command.onlyRun(directory.resolve("lake-keep"));
            Command later = runs(folder, "--to", taking.url());
            Path out = directory.resolve("later.jsonl");
            Command written = runs(folder, "--out", out.toString());

            assertEquals(0, run.exit(), run.err());
            assertEquals(1, refusing.posts());
            String command = "; to send them again: weighbridge runs spans " + folder.getFileName() + " --lake ";
            assertTrue(run.err().contains("/v1/traces: HTTP 401" + command), run.err());
            assertEquals(0, later.exit(), later.err());
            assertEquals(spans(spans), taking.spans());
            assertEquals(spans(spans).size(), later.json().path("spans").asInt());
            assertEquals(2, later.json().path("refused").asInt());
            assertEquals(0, written.exit(), written.err());
            assertEquals(Files.readString(spans), Files.readString(out));
        }
    }

    @Test
    void manySpansGoInSeveralPostsAndACollectorThatIsGoneIsTriedFourTimes() throws Exception {
        Path calls = directory.resolve("run/calls.jsonl");
        try (FakeProvider provider = FakeProvider.start((prompt, arrival) -> Behaviour.ANSWER)) {
            TestRun.of(directory.resolve("run"), TestWorkload.write(directory, 300), provider.baseUrl())
                    .run();
        }
        String gone;
        try (FakeCollector collector = FakeCollector.start(post -> 200)) {
            gone = collector.url();
            RunSpans.Sent sent = RunSpans.send(
                    calls,
                    SpanCollector.atBase("--to", collector.url(), Map.of()),
                    task -> false,
                    Duration.ofMillis(1),
                    Clock.systemUTC());

            // The item, its routing and its call.
            assertEquals(900, sent.spans());
            assertEquals(900, collector.spans().size());
            assertEquals(2, collector.posts());
            assertEquals(4, sent.refused());
        }
        SpanCollector absent = SpanCollector.atBase("--to", gone + "/", Map.of());
        IOException failure = assertThrows(
                IOException.class,
                () -> RunSpans.send(calls, absent, task -> false, Duration.ofMillis(1), Clock.systemUTC()));
        assertEquals("cannot connect, or the connection broke", failure.getMessage());
    }

    @Test
    void aCollectorIsNamedByTheEnvironmentAndItsKeyIsNotShown() {
        assertEquals(Optional.empty(), SpanCollector.of(Map.of()));
        assertEquals(
                Optional.empty(),
                SpanCollector.of(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://h:4318", "OTEL_TRACES_EXPORTER", "none")));
        assertEquals(
                "http://h:4318/v1/traces",
                SpanCollector.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://h:4318/"))
                        .orElseThrow()
                        .toString());
        BadInputException headers = assertThrows(
                BadInputException.class,
                () -> SpanCollector.of(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://h", "OTEL_EXPORTER_OTLP_HEADERS", "x=secret%0Ay")));
        assertEquals(
                "OTEL_EXPORTER_OTLP_HEADERS: must be name=value, by commas, with percent-encoded values",
                headers.getMessage());
        BadInputException url = assertThrows(
                BadInputException.class, () -> SpanCollector.atBase("--to", "http://user:pass@h", Map.of()));
        assertEquals("--to: must be http:// or https:// with a host and without a user", url.getMessage());
    }

    private Command runs(Path folder, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "runs",
                "spans",
                folder.getFileName().toString(),
                "--json",
                "--lake",
                directory.resolve("lake-keep").toString(),
                "--config",
                directory.resolve("weighbridge.yaml").toString()));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray(String[]::new));
    }

    /** Easy items go to the small model, whose answers fail their check. */
    private Command run(String text, Path spans) throws IOException {
        return run(text, spans, Map.of());
    }

    private Command run(String text, Path spans, Map<String, String> environment, String... more) throws IOException {
        try (FakeProvider provider = FakeProvider.start(
                (prompt, arrival) -> Behaviour.ANSWER,
                (model, prompt) -> model.equals("sim-frontier") ? "good" : "bad")) {
            Path settings = Command.settings(directory, provider.baseUrl(), "concurrency: 8");
            Files.writeString(
                    settings,
                    Files.readString(settings) + "text: " + text + "\nverifiers: {" + TestPolicy.EASY
                            + ": [{matches: good}]}\n");
            List<String> arguments = new ArrayList<>(List.of(
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
                    settings.toString()));
            arguments.addAll(List.of(more));
            return Command.run(environment, "", arguments.toArray(String[]::new));
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
