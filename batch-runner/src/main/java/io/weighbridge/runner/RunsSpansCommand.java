package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.ExitStatus;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.Summary;
import io.weighbridge.runner.spans.RunSpans;
import io.weighbridge.runner.spans.SpanCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge runs spans}. */
@Command(
        name = "spans",
        description = {
            "Writes what a run did as OpenTelemetry spans (OTLP JSON lines), or sends them to a collector over OTLP/HTTP. They are the same"
                    + " spans under the same ids however often.",
            "Without --out and --to they go to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names. Headers, such as a key, are in"
                    + " OTEL_EXPORTER_OTLP_HEADERS."
        },
        footer = "  weighbridge runs spans 20261122T101530Z-1a2b3c --lake lake --to http://localhost:4318")
final class RunsSpansCommand extends OneRunCommand {
    @Option(names = "--out", paramLabel = "FILE", description = "Where to write them.")
    private @Nullable Path out;

    @Option(names = "--to", paramLabel = "URL", description = "The collector to send them to; /v1/traces is added.")
    private @Nullable String to;

    /**
     * The result line of {@code --json}.
     *
     * @param refused of the spans, those that the collector said it did not take
     */
    private record Result(
            String runId,
            long spans,
            long refused,
            @Nullable Path out,
            @Nullable String to) {}

    @Override
    protected Summary run() throws Exception {
        Path run = directories().directory(runId());
        Path calls = run.resolve("calls.jsonl");
        if (!Files.exists(calls)) {
            throw new BadInputException(calls + ": is not there; the run has handed nothing over yet");
        }
        boolean isReplay = RunOrigin.find(run)
                .map(origin -> origin.command().equals("replay"))
                .orElse(false);
        Set<String> verified = isReplay ? Set.of() : settings().verifiers().keySet();
        if (out != null) {
            long spans = RunSpans.write(calls, out, verified::contains);
            if (to == null) {
                return new Summary("%,d spans: %s".formatted(spans, out), new Result(runId(), spans, 0, out, null));
            }
        }
        SpanCollector collector = collector();
        try {
            RunSpans.Sent sent =
                    RunSpans.send(calls, collector, verified::contains, SpanExport.FIRST_WAIT, Clock.systemUTC());
            return new Summary(
                    SpanExport.words(sent) + " sent to " + collector,
                    new Result(runId(), sent.spans(), sent.refused(), out, collector.toString()));
        } catch (IOException e) {
            throw new JobFailedException(
                    ExitStatus.TRY_LATER, "spans: not sent to " + collector + ": " + e.getMessage(), e);
        }
    }

    private SpanCollector collector() {
        Map<String, String> environment = console().environment();
        if (to != null) {
            return SpanCollector.atBase("--to", to, environment);
        }
        return SpanCollector.of(environment)
                .orElseThrow(
                        () -> new BadInputException("runs spans: needs --out, --to or OTEL_EXPORTER_OTLP_ENDPOINT"));
    }
}
