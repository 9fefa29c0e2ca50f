package io.weighbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @Test
    void aLogGetsALineEveryFiveSeconds() {
        Progress progress = new ProgressInLines(err, now::get, "ingest", 2000);

        for (int second = 1; second <= 11; second++) {
            now.set(START.plusSeconds(second));
            progress.reached(100L * second);
        }

        assertEquals("ingest: 500 of 2,000 (25 %)\ningest: 1,000 of 2,000 (50 %)\n", shown());
    }

    @Test
    void anUnknownTotalIsNotShown() {
        Progress progress = new ProgressInLines(err, now::get, "ingest", -1);

        now.set(START.plusSeconds(5));
        progress.reached(1234);

        assertEquals("ingest: 1,234\n", shown());
    }

    @Test
    void aTerminalGetsABar() {
        Console terminal = new Console(System.out, err, Map.of(), 80);

        try (Progress progress = Progress.start(terminal, "ingest", 4)) {
            progress.reached(4);
        }

        assertTrue(shown().contains("ingest") && shown().contains("100%"), shown());
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
