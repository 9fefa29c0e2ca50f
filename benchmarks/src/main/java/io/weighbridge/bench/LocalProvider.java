package io.weighbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.cli.Commands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** {@code weighbridge samples provider} in a process of its own, which ends with this one. */
final class LocalProvider implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS_TO_END = 10;

    private final Process process;
    private final String baseUrl;

    private LocalProvider(Process process, String baseUrl) {
        this.process = process;
        this.baseUrl = baseUrl;
    }

    /** @param latencyMillis of every answer */
    static LocalProvider start(Commands commands, long latencyMillis) throws IOException {
        return start(commands, latencyMillis, 0);
    }

    /** @param batchMillis from the creation of a batch to its end */
    static LocalProvider start(Commands commands, long latencyMillis, long batchMillis) throws IOException {
        Process process = commands.start(
                "samples",
                "provider",
                "--latency-ms",
                Long.toString(latencyMillis),
                "--batch-ms",
                Long.toString(batchMillis));
        Thread.ofVirtual().start(() -> {
            try (var log = process.getErrorStream()) {
                log.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // It has ended.
            }
        });
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String ready = out.readLine();
        if (ready == null) {
            throw new IOException("samples provider ended before it was ready");
        }
        return new LocalProvider(process, JSON.readTree(ready).path("base_url").asText());
    }

    /** Up to and including the version. */
    String baseUrl() {
        return baseUrl;
    }

    /** Calls that it answered and charged so far. */
    long paidCalls() throws IOException {
        return stats().path("paid_calls").asLong();
    }

    /** USD that it has charged so far. */
    BigDecimal charged() throws IOException {
        return new BigDecimal(stats().path("cost_usd").asText());
    }

    private JsonNode stats() throws IOException {
        return JSON.readTree(URI.create(baseUrl).resolve("/stats").toURL());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
