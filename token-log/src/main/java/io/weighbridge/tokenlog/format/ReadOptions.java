package io.weighbridge.tokenlog.format;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How to read a log.
 *
 * @param zone zone of times that name none; null is UTC for logs of systems that write UTC, and an error for others
 * @param longestRowBytes longer rows are rejected unread, so that memory stays bounded
 * @param mapping what the columns of a CSV mean; null for the other formats
 * @param time of rows that carry none, such as results of batches; null takes another row's or the file's
 */
public record ReadOptions(
        @Nullable ZoneId zone,
        int longestRowBytes,
        @Nullable CsvMapping mapping,
        @Nullable Instant time) {

    private static final int SIXTEEN_MEGABYTES = 16 << 20;

    public ReadOptions {
        if (longestRowBytes < 1) {
            throw new IllegalArgumentException("longest row must be at least 1 byte, was " + longestRowBytes);
        }
    }

    /** Rows up to 16 MiB (the largest request the providers accept is smaller). */
    public static ReadOptions defaults() {
        return new ReadOptions(null, SIXTEEN_MEGABYTES, null, null);
    }

    public ReadOptions withMapping(CsvMapping newMapping) {
        return new ReadOptions(zone, longestRowBytes, newMapping, time);
    }

    public ReadOptions withZone(ZoneId newZone) {
        return new ReadOptions(newZone, longestRowBytes, mapping, time);
    }

    public ReadOptions withTime(Instant newTime) {
        return new ReadOptions(zone, longestRowBytes, mapping, newTime);
    }
}
