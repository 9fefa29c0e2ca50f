package io.weighbridge.runner;

import io.weighbridge.cli.Console;
import io.weighbridge.runner.spans.RunSpans;
import io.weighbridge.runner.spans.SpanCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Sends the spans of a run that has ended to the collector that the environment names, once. A run is none the worse for one that is down. */
record SpanExport(Console console, Clock clock) {
    static final Duration FIRST_WAIT = Duration.ofMillis(500);

    /** In a run's folder: its spans were sent. */
    private static final String SENT = ".spans-sent";

    /** @param isVerified whether answers to a task are checked */
    void send(Path run, Path lake, Predicate<String> isVerified) throws IOException, InterruptedException {
        Optional<SpanCollector> collector = SpanCollector.of(console.environment());
        if (collector.isEmpty() || Files.exists(run.resolve(SENT))) {
            return;
        }
        try {
            RunSpans.Sent sent =
                    RunSpans.send(run.resolve("calls.jsonl"), collector.get(), isVerified, FIRST_WAIT, clock);
            console.err().println("spans: " + words(sent) + " sent to " + collector.get());
            Files.writeString(run.resolve(SENT), "");
        } catch (IOException e) {
            console.err()
                    .println("spans: not sent to " + collector.get() + ": " + e.getMessage()
                            + "; to send them again: weighbridge runs spans " + run.getFileName() + " --lake " + lake);
        }
    }

    static String words(RunSpans.Sent sent) {
        return "%,d spans".formatted(sent.spans())
                + (sent.refused() == 0 ? "" : " (%,d of them refused)".formatted(sent.refused()));
    }
}
