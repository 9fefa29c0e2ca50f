package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.runner.metrics.MetricsServer;
import io.weighbridge.runner.metrics.RunMetrics;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetricsTest {
    @TempDir
    Path directory;

    @Test
    void aRunCountsItsCallsItemsAndMoney() throws Exception {
        Path file = directory.resolve("weighbridge.prom");
        Command run = run("{port: 0, file: " + file + "}");

        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("metrics: http://127.0.0.1:"), run.err());
        List<String> lines = Files.readAllLines(file);
        assertHas(lines, "weighbridge_items_total{outcome=\"succeeded\"} 40.0");
        assertHas(lines, "weighbridge_calls_total{model=\"sim-small\",purpose=\"answer\",verdict=\"answered\"} 20.0");
        assertHas(lines, "weighbridge_call_latency_seconds_count{model=\"sim-frontier\"} 20");
        assertHas(lines, "weighbridge_budget_usd 1.0");
        assertHas(lines, "weighbridge_provider_down{provider=\"simulated\"} 0.0");
        assertHas(lines, "weighbridge_provider_in_flight{provider=\"simulated\"} 0.0");
        double charged = lines.stream()
                .filter(line -> line.startsWith("weighbridge_charged_usd_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        assertEquals(Double.parseDouble(run.json().path("cost_usd").asText()), charged, 1e-9);
    }

    @Test
    void aPortThatIsTakenIsSaidAndStopsNoRun() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Command run = run("{port: " + taken.getLocalPort() + "}");

            assertEquals(0, run.exit(), run.err());
            assertTrue(run.err().contains("metrics: cannot listen on 127.0.0.1:" + taken.getLocalPort()), run.err());
        }
    }

    @Test
    void theEndpointShowsMetricsAndNothingElse() throws Exception {
        try (MetricsServer server = MetricsServer.start("127.0.0.1", 0, new RunMetrics());
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> metrics = http.send(request(server, "/metrics").build(), BodyHandlers.ofString());

            assertEquals(200, metrics.statusCode());
            assertEquals(
                    "text/plain; version=0.0.4; charset=utf-8",
                    metrics.headers().firstValue("Content-Type").orElseThrow());
            assertEquals(
                    404,
                    http.send(request(server, "/").build(), BodyHandlers.discarding())
                            .statusCode());
            assertEquals(
                    405,
                    http.send(request(server, "/metrics").DELETE().build(), BodyHandlers.discarding())
                            .statusCode());
        }
    }

    private static HttpRequest.Builder request(MetricsServer server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static void assertHas(List<String> lines, String line) {
        assertTrue(lines.contains(line), () -> line + " is not in " + String.join("\n", lines));
    }

    private Command run(String metrics) throws IOException {
        try (SimulatedProvider provider = SimulatedProvider.start(ProviderOptions.of(7, World.MIXED))) {
            return Command.run(
                    Map.of("WEIGHBRIDGE_METRICS", metrics),
                    "",
                    "run",
                    "--json",
                    "--budget",
                    "1",
                    "--policy",
                    TestPolicy.write(directory).toString(),
                    "--workload",
                    TestWorkload.write(directory, 40).toString(),
                    "--lake",
                    directory.resolve("lake").toString(),
                    "--config",
                    Command.settings(directory, provider.baseUrl(), "concurrency: 4, timeout: 20s, attempts: 4")
                            .toString());
        }
    }
}
