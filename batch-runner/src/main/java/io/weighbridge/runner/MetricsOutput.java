package io.weighbridge.runner;

import io.weighbridge.cli.Console;
import io.weighbridge.cli.MetricsSettings;
import io.weighbridge.runner.metrics.MetricsServer;
import io.weighbridge.runner.metrics.RunMetrics;
import io.weighbridge.tokenlog.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Shows the metrics of a run or a worker as the settings say. It goes on without an endpoint where another process has its port, and says so. */
final class MetricsOutput implements AutoCloseable {
    private final MetricsSettings settings;
    private final RunMetrics metrics;
    private final @Nullable MetricsServer server;

    private MetricsOutput(MetricsSettings settings, RunMetrics metrics, @Nullable MetricsServer server) {
        this.settings = settings;
        this.metrics = metrics;
        this.server = server;
    }

    static MetricsOutput open(MetricsSettings settings, RunMetrics metrics, Console console) {
        if (settings.port() == null) {
            return new MetricsOutput(settings, metrics, null);
        }
        try {
            MetricsServer server = MetricsServer.start(settings.host(), settings.port(), metrics);
            console.err().println("metrics: http://" + settings.host() + ":" + server.port() + "/metrics");
            return new MetricsOutput(settings, metrics, server);
        } catch (IOException e) {
            console.err()
                    .println("metrics: cannot listen on " + settings.host() + ":" + settings.port() + ": "
                            + e.getMessage());
            return new MetricsOutput(settings, metrics, null);
        }
    }

    /** Writes the file, where one is asked for. */
    void write() throws IOException {
        if (settings.file() != null) {
            AtomicFile.write(settings.file(), metrics.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
