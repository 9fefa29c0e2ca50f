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
 * @param replayBudgetUsd the most that the second night's replays may cost
 */
public record DemoOptions(Path out, MonthPlan plan, Path launcher, long latencyMillis, String replayBudgetUsd) {
    /** Enough that waiting for models is part of the picture, and little enough for a demo. */
    private static final long LATENCY_MILLIS = 20;

    /** At most; answers cost half of it, less than the policy saves on a day. */
    private static final String REPLAY_BUDGET_USD = "25.00";

    /** A month of this seed, world and number of calls. */
    public static DemoOptions of(Path out, long seed, World world, long calls, Path launcher) {
        return new DemoOptions(
                out.toAbsolutePath().normalize(),
                MonthPlan.of(seed, world, calls),
                launcher,
                LATENCY_MILLIS,
                REPLAY_BUDGET_USD);
    }
}
