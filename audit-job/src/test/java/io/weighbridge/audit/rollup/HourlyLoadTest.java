package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class HourlyLoadTest {
    @Test
    void anHourBeginsWithItsFirstMicrosecondAlsoBefore1970() {
        assertEquals(13, hour("2026-10-01T13:59:59.999999Z"));
        assertEquals(14, hour("2026-10-01T14:00:00Z"));
        assertEquals(0, hour("2026-10-01T00:00:00Z"));
        assertEquals(23, hour("1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void loadsAddUpByHourAndOnlyHoursWithCallsAreStored() {
        HourlyLoad load = load(9, 100, 10).plus(load(9, 200, 20)).plus(load(23, 0, 0));

        assertArrayEquals(new int[] {9, 23}, load.hours());
        assertEquals(2, load.calls(9));
        assertEquals(300, load.inputTokens(9));
        assertEquals(30, load.outputTokens(9));
        assertEquals(330, load.tokens(9));
        assertEquals(1, load.calls(23));
        assertEquals(load, HourlyLoad.of(load.hours(), new long[] {2, 1}, new long[] {300, 0}, new long[] {30, 0}));
    }

    private static int hour(String time) {
        return HourlyLoad.hour(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time)));
    }

    private static HourlyLoad load(int hour, long input, long output) {
        HourlyLoad load = new HourlyLoad();
        load.add(hour, input, output);
        return load;
    }
}
