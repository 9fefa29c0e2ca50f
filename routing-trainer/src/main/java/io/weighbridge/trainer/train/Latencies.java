package io.weighbridge.trainer.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How long models take to a whole answer, by the calls of an audit's window ({@code summary.json}).
 *
 * @param p95Millis 95th percentile by model, in milliseconds; models of which the log tells too little are absent
 */
record Latencies(Map<String, Double> p95Millis) {
    /** Nothing is known. */
    static final Latencies UNKNOWN = new Latencies(Map.of());

    /** Of fewer calls, even the slowest is below the true 95th percentile with more than 5 %: 0.95^59 < 0.05. */
    static final int LEAST_CALLS = 59;

    private static final ObjectMapper JSON = new ObjectMapper();

    Latencies {
        p95Millis = Map.copyOf(p95Millis);
    }

    /** @param summary of an audit; nothing is known without the file, or by one that does not count its latencies */
    static Latencies read(Path summary) throws IOException {
        if (!Files.isReadable(summary)) {
            return UNKNOWN;
        }
        Map<String, Double> p95Millis = new HashMap<>();
        for (JsonNode line : JSON.readTree(summary.toFile()).path("by_model")) {
            JsonNode traffic = line.path("traffic");
            JsonNode p95 = traffic.path("latency_p95_ms");
            if (traffic.path("latency_calls").asLong() >= LEAST_CALLS && !p95.isNull() && !p95.isMissingNode()) {
                if (!p95.isNumber() || !(p95.doubleValue() >= 0)) {
                    throw new BadInputException(
                            summary + ": by_model." + line.path("model").asText()
                                    + ".traffic.latency_p95_ms: must be a number of milliseconds, was " + p95);
                }
                p95Millis.put(line.path("model").asText(), p95.doubleValue());
            }
        }
        return new Latencies(p95Millis);
    }
}
