package io.weighbridge.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a run, or a worker, shows its metrics.
 *
 * @param host that the endpoint listens on
 * @param port of the endpoint; null where there is none
 * @param file that they are written to when it ends; null where there is none
 */
public record MetricsSettings(
        String host, @Nullable Integer port, @Nullable Path file) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Nowhere. */
    public static MetricsSettings none() {
        return new MetricsSettings(LOOPBACK, null, null);
    }
}
