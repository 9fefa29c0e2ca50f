package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.InstantRange;
import io.weighbridge.tokenlog.InvalidRecordException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as OTLP JSON spells them: nanoseconds since 1970 in a string or a number, 0 for none. */
final class OtelTime {
    private static final long NANOS = 1_000_000_000L;

    private OtelTime() {}

    static @Nullable Instant of(JsonNode holder, String field) {
        Long nanos = new JsonFields(holder).whole(field);
        return nanos == null || nanos == 0
                ? null
                : InstantRange.check(
                        field, Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS)));
    }

    static Instant required(JsonNode holder, String field) {
        Instant time = of(holder, field);
        if (time == null) {
            throw new InvalidRecordException(field, "is required", "absent");
        }
        return time;
    }
}
