package io.weighbridge.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What a benchmark ran on. */
final class Machine {
    private static final double BYTES_PER_GIBIBYTE = 1L << 30;

    private Machine() {}

    /** As in "2 cores, 24 GiB, Linux amd64, Java 25.0.3". */
    static String description() {
        return "%d cores, %.0f GiB, %s %s, Java %s"
                .formatted(
                        cores(),
                        memoryBytes() / BYTES_PER_GIBIBYTE,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"));
    }

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static double memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
