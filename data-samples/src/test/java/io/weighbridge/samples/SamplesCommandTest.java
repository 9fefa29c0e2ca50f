package io.weighbridge.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.Application;
import io.weighbridge.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void theDemoNeedsTheLauncher() {
        assertEquals(2, run("demo", "--out", folder.toString()));
        assertTrue(
                err().contains("must be started by the launcher, as in: ./weighbridge demo"
                        + " (WEIGHBRIDGE_LAUNCHER was not set)"),
                err());
    }

    @Test
    void samplesAloneSaysWhatThereIs() {
        assertEquals(2, run("samples"));
        assertTrue(err().contains("samples: say what to do: generate, describe, provider or run-batch"), err());
    }

    @Test
    void helpEndsWithAnExample() {
        assertEquals(0, run("demo", "--help"));
        assertTrue(out().contains("weighbridge demo --out weighbridge-demo --seed 7"), out());
    }

    private int run(String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                0);
        return new Application(console, new SamplesCommand(), new DemoCommand()).run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
