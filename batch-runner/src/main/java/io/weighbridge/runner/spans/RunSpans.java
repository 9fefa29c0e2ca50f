package io.weighbridge.runner.spans;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.logging.otlp.internal.traces.OtlpStdoutSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.weighbridge.runner.results.LineFile;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes the spans of a run as OTLP JSON, an export request a line, or sends them to a collector. They are made from the calls that the run has handed over: of a
 * killed run none is missing and none comes twice, and texts are in them only where the log of calls holds them.
 */
public final class RunSpans {
    private static final String SERVICE = "weighbridge";

    private final DerivedIds ids = new DerivedIds();
    private final ByteArrayOutputStream exported = new ByteArrayOutputStream();
    private final Sink sink;
    private long count;

    private RunSpans(Sink sink) {
        this.sink = sink;
    }

    /** Takes export requests of one span each. */
    private interface Sink {
        void take(String export) throws IOException, InterruptedException;
    }

    /**
     * What a collector was sent.
     *
     * @param refused of the spans, those that it said it did not take
     */
    public record Sent(long spans, long refused) {}

    /**
     * @param calls calls.jsonl of a run
     * @param target where to write; replaced in one step
     * @param isVerified whether answers to a task are checked
     * @return number of spans
     */
    public static long write(Path calls, Path target, Predicate<String> isVerified)
            throws IOException, InterruptedException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.resolveSibling(".").normalize();
        try (LineFile file = new LineFile(folder, absolute.getFileName().toString());
                BufferedReader lines = Files.newBufferedReader(calls)) {
            RunSpans spans = new RunSpans(file::line);
            spans.write(lines, isVerified);
            file.publish();
            return spans.count;
        }
    }

    /**
     * Sends the same to a collector. Sent again they are the same spans, under the same ids.
     *
     * @param firstWait before a second try; it doubles with every try
     * @throws IOException saying why, if the collector does not take them; it may have some then
     */
    public static Sent send(
            Path calls, SpanCollector collector, Predicate<String> isVerified, Duration firstWait, Clock clock)
            throws IOException, InterruptedException {
        try (SpanSender sender = new SpanSender(collector, firstWait, clock);
                BufferedReader lines = Files.newBufferedReader(calls)) {
            new RunSpans(sender::add).write(lines, isVerified);
            sender.flush();
            return new Sent(sender.sent(), sender.refused());
        }
    }

    private void write(BufferedReader lines, Predicate<String> isVerified) throws IOException, InterruptedException {
        SpanExporter exporter = OtlpStdoutSpanExporter.builder()
                .setOutput(exported)
                .setWrapperJsonObject(true)
                .build();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setResource(Resource.create(Attributes.of(stringKey("service.name"), SERVICE)))
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            ItemSpans spans = new ItemSpans(provider.get("io.weighbridge.runner"), isVerified);
            List<CanonicalCall> ofItem = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                CanonicalCall call = CanonicalCallJson.fromJson(line);
                if (!ofItem.isEmpty() && !item(ofItem.getFirst()).equals(item(call))) {
                    write(spans, ofItem);
                    ofItem.clear();
                }
                ofItem.add(call);
            }
            if (!ofItem.isEmpty()) {
                write(spans, ofItem);
            }
        }
    }

    private void write(ItemSpans spans, List<CanonicalCall> ofItem) throws IOException, InterruptedException {
        ids.begin(item(ofItem.getFirst()));
        spans.write(ofItem);
        for (String export : exported.toString(StandardCharsets.UTF_8).split("\n")) {
            sink.take(export);
            count++;
        }
        exported.reset();
    }

    /** Run and custom_id: the id of a call without the number of the attempt. */
    private static String item(CanonicalCall call) {
        return call.callId().substring(0, call.callId().lastIndexOf('/'));
    }
}
