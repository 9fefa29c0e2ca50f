package io.weighbridge.audit.levers;

import io.weighbridge.cli.BadInputException;
import java.util.List;

/**
 * What levers may assume.
 *
 * @param cacheHours how long an answer may be used again
 * @param batchTasks tasks that can wait a day
 */
public record LeverOptions(int cacheHours, List<String> batchTasks) {
    private static final int MOST_HOURS = 24 * 366;

    public LeverOptions {
        if (cacheHours < 1 || cacheHours > MOST_HOURS) {
            throw new BadInputException("cache_hours: must be from 1 to " + MOST_HOURS + ", was " + cacheHours);
        }
        batchTasks = List.copyOf(batchTasks);
    }
}
