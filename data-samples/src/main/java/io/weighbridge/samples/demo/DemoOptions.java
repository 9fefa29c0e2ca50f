package io.weighbridge.samples.demo;

import io.weighbridge.samples.month.MonthPlan;
import io.weighbridge.samples.truth.World;
import java.nio.file.Path;

/**
 * What the demo plays.
 *
 * @param out folder for everything that it writes
 * @param launcher the {@code weighbridge} script that starts the commands
 * @param latencyMillis of the simulated models
 */
public record DemoOptions(Path out, MonthPlan plan, Path launcher, long latencyMillis) {
    /** Enough that waiting for models is part of the picture, and little enough for a demo. */
    private static final long LATENCY_MILLIS = 20;

    /** A month of this seed, world and number of calls. */
    public static DemoOptions of(Path out, long seed, World world, long calls, Path launcher) {
        return new DemoOptions(
                out.toAbsolutePath().normalize(), MonthPlan.of(seed, world, calls), launcher, LATENCY_MILLIS);
    }
}
