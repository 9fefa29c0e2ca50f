package io.weighbridge.audit.levers;

import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.HostedModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What levers may assume.
 *
 * @param cacheHours how long an answer may be used again
 * @param prefixCacheMinutes how long a provider keeps the beginning of a prompt after its last use
 * @param batchTasks tasks that can wait a day
 * @param hosting models that could be hosted; no model's calls would be answered by two of them
 */
public record LeverOptions(int cacheHours, int prefixCacheMinutes, List<String> batchTasks, List<HostedModel> hosting) {
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
        hosting = List.copyOf(hosting);
        Set<String> answered = new HashSet<>();
        hosting.forEach(hosted -> check(hosted, answered));
    }

    private static void check(HostedModel hosted, Set<String> answered) {
        Stream.concat(Stream.of(hosted.model()), hosted.replaces().stream()).forEach(model -> {
            if (!answered.add(model)) {
                throw new BadInputException("hosting: must name each model once, named twice " + model);
            }
        });
    }

    public CacheLifetimes lifetimes() {
        return new CacheLifetimes(cacheHours, prefixCacheMinutes);
    }
}
