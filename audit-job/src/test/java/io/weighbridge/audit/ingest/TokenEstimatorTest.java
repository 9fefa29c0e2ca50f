package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.TokenEstimate;
import io.weighbridge.tokenlog.Usage;
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
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class TokenEstimatorTest {
    private final TokenEstimator estimator = new TokenEstimator();

    @Test
    void textsOfACallWithoutUsageAreCounted() {
        CanonicalCall call =
                estimator.estimated(call("gpt-4o", "\"prompt\":\"hello world\",\"response_text\":\"Hi!\""));
        assertEquals(new TokenEstimate(2, 2), TokenEstimate.of(call));
        assertNull(call.usage());
    }

    @Test
    void usageOfTheSourceAndFailedCallsAreLeftAlone() {
        CanonicalCall metered = call("gpt-4o", "\"prompt\":\"hello\",\"input_tokens\":7,\"output_tokens\":1");
        assertSame(metered, estimator.estimated(metered));
        CanonicalCall failed = CanonicalCallJson.fromJson(
                json("gpt-4o", "\"prompt\":\"hello\"").replace("\"ok\"", "\"error\""));
        assertSame(failed, estimator.estimated(failed));
    }

    @Test
    void whatIsNotTextIsNotCounted() {
        CanonicalCall call = estimator.estimated(call("claude-sonnet-4-5", "\"response_text\":\"Hi there\""));
        assertNull(call.request().inputTokenEstimate());
        assertEquals(2, call.response().outputTokenEstimate());
        assertNull(TokenEstimate.of(call));
    }

    /** Traces that came with both texts and usage: how often the bounds hold what the provider counted. */
    @Test
    @EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
    void theBoundsHoldWhatProvidersCounted() throws IOException {
        int inside = 0;
        int all = 0;
        for (CanonicalCall call : recorded()) {
            Usage usage = Objects.requireNonNull(call.usage());
            TokenEstimate estimate = TokenEstimate.of(estimator.estimated(withoutUsage(call)));
            if (estimate != null) {
                all++;
                boolean in = isBetween(
                        estimate.least().inputTokens(),
                        usage.inputTokens(),
                        estimate.most().inputTokens());
                boolean out = isBetween(
                        estimate.least().outputTokens(),
                        usage.outputTokens() - usage.reasoningTokens(),
                        estimate.most().outputTokens());
                inside += in && out ? 1 : 0;
            }
        }
        assertEquals(13, all);
        assertTrue(inside >= 12, inside + " of 13");
    }

    private static boolean isBetween(long low, long value, long high) {
        return low <= value && value <= high;
    }

    private static List<CanonicalCall> recorded() throws IOException {
        Path traces = Path.of(System.getProperty("weighbridge.data"), "log_fixtures/langfuse_trace_export");
        List<CanonicalCall> calls = new ArrayList<>();
        try (Stream<Path> files = Files.list(traces)) {
            for (Path file : files.sorted().toList()) {
                try (Readings readings = LogFormats.named("langfuse")
                        .orElseThrow()
                        .open(LogInput.of(LogSource.of(file)), ReadOptions.defaults())) {
                    readings.forEachRemaining(reading -> {
                        if (reading instanceof Reading.OfCall of && of.call().usage() != null) {
                            calls.add(of.call());
                        }
                    });
                }
            }
        }
        return calls;
    }

    private static CanonicalCall withoutUsage(CanonicalCall call) {
        return new CanonicalCall(
                call.source(),
                call.callId(),
                call.occurredAt(),
                call.attribution(),
                call.request(),
                call.response(),
                null,
                null,
                null);
    }

    private static CanonicalCall call(String model, String more) {
        return CanonicalCallJson.fromJson(json(model, more));
    }

    private static String json(String model, String more) {
        return "{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"1\",\"occurred_at\":\"2026-10-31T00:00:00Z\","
                + "\"requested_model\":\"" + model + "\",\"status\":\"ok\"," + more + "}";
    }
}
