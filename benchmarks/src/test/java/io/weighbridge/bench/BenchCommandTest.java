package io.weighbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.Application;
import io.weighbridge.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void itSaysWhatThereIsToMeasure() {
        assertEquals(2, run("bench"));
        assertTrue(
                err().contains(
                                "say what to measure: ingest, audit, crash, coverage, replay, engine, route, train or run"),
                err());
        assertEquals(0, run("bench", "ingest", "--help"));
        assertTrue(out().contains("weighbridge bench ingest --rows 100000,1000000 --json ingest.json"), out());
        assertEquals(0, run("bench", "crash", "--help"));
    }

    @Test
    void sizesMustRise() {
        assertEquals(2, run("bench", "ingest", "--rows", "5000,5000"));
        assertTrue(err().contains("--rows: must rise, from 1000, was [5000, 5000]"), err());
        assertEquals(2, run("bench", "crash", "--kills", "0"));
        assertTrue(err().contains("--kills: must be at least 1, was 0"), err());
    }

    private int run(String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                0);
        return new Application(console, new BenchCommand()).run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
