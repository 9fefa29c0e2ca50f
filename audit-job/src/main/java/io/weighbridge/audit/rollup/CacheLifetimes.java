package io.weighbridge.audit.rollup;

import io.weighbridge.cli.Settings;
import java.io.Serial;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * How long what was cached can be used again.
 *
 * @param answerHours an answer, by whoever asks the models
 * @param prefixMinutes the beginning of a prompt, by the provider, from its last use
 */
public record CacheLifetimes(int answerHours, int prefixMinutes) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    public static CacheLifetimes of(Settings settings) {
        return new CacheLifetimes(settings.cacheHours(), settings.prefixCacheMinutes());
    }

    /** How many days before a day may have filled its caches. */
    int daysBefore() {
        long hours = Math.max(answerHours, Math.ceilDiv(prefixMinutes, (int) TimeUnit.HOURS.toMinutes(1)));
        return (int) Math.ceilDiv(hours, TimeUnit.DAYS.toHours(1));
    }

    /** When a day's cache of beginnings is still empty: microseconds since 1970. */
    long firstPrefixMicros(LocalDate day) {
        long midnight = TimeUnit.SECONDS.toMicros(day.atStartOfDay().toEpochSecond(ZoneOffset.UTC));
        return midnight - TimeUnit.MINUTES.toMicros(prefixMinutes);
    }
}
