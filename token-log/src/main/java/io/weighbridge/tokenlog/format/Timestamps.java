package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.InstantRange;
import io.weighbridge.tokenlog.InvalidRecordException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads times as logs write them: ISO-8601 with "T" or a space, with or without a zone. */
final class Timestamps {
    private static final Pattern OFFSET = Pattern.compile(".{10}.*(Z|[+-]\\d\\d(:?\\d\\d)?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SHORT_OFFSET = Pattern.compile("(.{10}.*[+-]\\d\\d)(\\d\\d)?");
    private static final int LONGEST = 40;

    private Timestamps() {}

    static boolean namesZone(String text) {
        return text.length() <= LONGEST && OFFSET.matcher(text).matches();
    }

    /**
     * @param zone where the clock stood that wrote a time without a zone; null refuses such times. A local time that a
     *     change of clocks made happen twice is taken as the first
     */
    static Instant parse(String field, String text, @Nullable ZoneId zone) {
        try {
            PlainTimestamp plain = PlainTimestamp.of(text);
            return InstantRange.check(field, plain == null ? any(field, text, zone) : plain(field, text, plain, zone));
        } catch (DateTimeException e) {
            throw new InvalidRecordException(field, "must be an ISO-8601 time such as 2026-10-31T07:35:00Z", text);
        }
    }

    private static Instant plain(String field, String text, PlainTimestamp time, @Nullable ZoneId zone) {
        return time.isUtc() ? time.local().toInstant(ZoneOffset.UTC) : local(field, text, time.local(), zone);
    }

    private static Instant any(String field, String text, @Nullable ZoneId zone) {
        String iso =
                text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        return namesZone(iso)
                ? OffsetDateTime.parse(withColon(iso)).toInstant()
                : local(field, text, LocalDateTime.parse(iso), zone);
    }

    private static Instant local(String field, String text, LocalDateTime local, @Nullable ZoneId zone) {
        if (zone == null) {
            throw new InvalidRecordException(field, "must name its time zone, or the mapping must", text);
        }
        return local.atZone(zone).toInstant();
    }

    private static String withColon(String iso) {
        var matcher = SHORT_OFFSET.matcher(iso);
        if (!matcher.matches()) {
            return iso;
        }
        String minutes = matcher.group(2);
        return matcher.group(1) + ":" + (minutes == null ? "00" : minutes);
    }
}
