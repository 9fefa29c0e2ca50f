package io.weighbridge.runner.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The Retry-After header (RFC 9110, 10.2.3): seconds or a date. */
public final class RetryAfter {
    /** Longest time a provider may silence the run; what asks for more is tried again after this. */
    static final Duration LONGEST = Duration.ofMinutes(2);

    private RetryAfter() {}

    /** The wait, within [0, {@link #LONGEST}]; null where the header is neither a number nor a date. */
    public static @Nullable Duration parse(String header, Instant now) {
        try {
            if (header.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
                return bounded(Duration.ofMillis((long) (Double.parseDouble(header) * 1000)));
            }
            Instant until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return bounded(Duration.between(now, until));
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
