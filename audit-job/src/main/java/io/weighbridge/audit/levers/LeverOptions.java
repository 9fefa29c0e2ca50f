package io.weighbridge.audit.levers;

import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.cli.BadInputException;
import java.util.List;

/**
 * What levers may assume.
 *
 * @param cacheHours how long an answer may be used again
 * @param prefixCacheMinutes how long a provider keeps the beginning of a prompt after its last use
 * @param batchTasks tasks that can wait a day
 */
public record LeverOptions(int cacheHours, int prefixCacheMinutes, List<String> batchTasks) {
    private static final int MOST_HOURS = 24 * 366;
    /** Providers keep nothing for more than a day. */
    private static final int MOST_MINUTES = 24 * 60;

    public LeverOptions {
        if (cacheHours < 1 || cacheHours > MOST_HOURS) {
            throw new BadInputException("cache_hours: must be from 1 to " + MOST_HOURS + ", was " + cacheHours);
        }
        if (prefixCacheMinutes < 1 || prefixCacheMinutes > MOST_MINUTES) {
            throw new BadInputException(
                    "prefix_cache_minutes: must be from 1 to " + MOST_MINUTES + ", was " + prefixCacheMinutes);
        }
        batchTasks = List.copyOf(batchTasks);
    }

    public CacheLifetimes lifetimes() {
        return new CacheLifetimes(cacheHours, prefixCacheMinutes);
    }
}
