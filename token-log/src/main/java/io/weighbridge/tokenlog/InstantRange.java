package io.weighbridge.tokenlog;

import java.time.Instant;

/** The years in which a call can have happened; a time outside them is a unit mistake (seconds read as millis). */
public final class InstantRange {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

    private InstantRange() {}

    /** @throws InvalidRecordException naming the field if the time lies outside the years 2000 to 2199 */
    public static Instant check(String field, Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(END)) {
            throw new InvalidRecordException(field, "must lie in the years 2000 to 2199", time.toString());
        }
        return time;
    }
}
