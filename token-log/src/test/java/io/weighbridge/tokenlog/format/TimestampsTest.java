package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.tokenlog.InvalidRecordException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-10-31T07:35:00Z, 2026-10-31T07:35:00Z",
        "2026-10-31 07:35:00.5Z, 2026-10-31T07:35:00.500Z",
        "2026-10-31T07:35:00.123456789Z, 2026-10-31T07:35:00.123456789Z",
        "2026-10-31T07:35Z, 2026-10-31T07:35:00Z",
        "2026-10-31T07:35:00z, 2026-10-31T07:35:00Z",
        "2026-10-31T07:35:00+02:00, 2026-10-31T05:35:00Z",
        "2026-10-31 07:35:00.25-0530, 2026-10-31T13:05:00.250Z",
        "2026-10-31T07:35:00+02, 2026-10-31T05:35:00Z",
        "2026-10-31T07:35:00, 2026-10-31T06:35:00Z",
        "2026-10-31 07:35:00.000001, 2026-10-31T06:35:00.000001Z",
        "2026-07-01T07:35, 2026-07-01T05:35:00Z"
    })
    void readsTimesAsLogsWriteThem(String text, String expected) {
        assertEquals(Instant.parse(expected), Timestamps.parse("at", text, BERLIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-31T07:35:00Z",
                "2026-10-31T24:00:00Z",
                "2026-10-31T07:60:00Z",
                "2026-10-31T07:35:60",
                "2026-13-01T07:35:00",
                "2026-10-31T07:35:00.1234567891Z",
                "2026-10-31T07:35:0-Z",
                "2o26-10-31T07:35:00",
                "2026-10-31T07:35:００Z",
                "1777000000",
                "1999-12-31T23:59:59Z",
                ""
            })
    void refusesWhatIsNoTime(String text) {
        InvalidRecordException error =
                assertThrows(InvalidRecordException.class, () -> Timestamps.parse("at", text, ZoneOffset.UTC));
        assertEquals("at", error.field());
    }

    @Test
    void aTimeWithoutZoneNeedsOne() {
        InvalidRecordException error =
                assertThrows(InvalidRecordException.class, () -> Timestamps.parse("at", "2026-10-31T07:35:00", null));
        assertEquals("must name its time zone, or the mapping must", error.rule());
    }

    @Test
    void theFastWayAgreesWithTheFormatterOfTheJdk() {
        SplittableRandom random = new SplittableRandom(20261123);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(946_684_800L, 7_258_118_400L), random.nextInt(3) * random.nextInt(500_000_000));
            String text = time.toString();
            PlainTimestamp plain = PlainTimestamp.of(text);
            assertEquals(time, plain == null ? null : plain.local().toInstant(ZoneOffset.UTC), text);
        }
        assertNull(PlainTimestamp.of("2026-10-31T07:35:00+02:00"));
    }
}
