package io.weighbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.Usd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ApplicationTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aDoneJobPrintsItsSummary() {
        assertEquals(0, run(new Weigh(null), "weigh", "--lake", "/lake"));
        assertEquals("weighed 3 calls in /lake\n", out());
        assertEquals("", err());
    }

    @Test
    void jsonEndsWithOneObject() {
        assertEquals(0, run(new Weigh(null), "weigh", "--lake", "/lake", "--json"));
        assertEquals("{\"calls\":3,\"spend_usd\":\"0.000994000000\"}\n", out());
    }

    @Test
    void theLakeMayComeFromTheEnvironment() {
        assertEquals(0, run(Map.of("WEIGHBRIDGE_LAKE", "/elsewhere"), new Weigh(null), "weigh"));
        assertEquals("weighed 3 calls in /elsewhere\n", out());
    }

    @Test
    void aMissingLakeIsBadInput() {
        assertEquals(2, run(new Weigh(null), "weigh"));
        assertEquals(
                "weighbridge weigh: no lake: give --lake DIR, or set lake in weighbridge.yaml or WEIGHBRIDGE_LAKE\n",
                err());
    }

    @Test
    void anUnknownOptionIsABadArgument() {
        assertEquals(2, run(new Weigh(null), "weigh", "--speed"));
        assertEquals("weighbridge weigh: Unknown option: '--speed'\nTry 'weighbridge weigh --help'.\n", err());
    }

    @Test
    void aMissingCommandIsABadArgument() {
        assertEquals(2, run(new Weigh(null)));
        assertEquals("weighbridge: Missing command\nTry 'weighbridge --help'.\n", err());
    }

    @Test
    void anUnreadableFileIsBadInput() {
        assertEquals(2, run(new Weigh(new NoSuchFileException("calls.jsonl")), "weigh", "--lake", "/lake"));
        assertEquals("weighbridge weigh: calls.jsonl: cannot be read, no such file\n", err());
    }

    @Test
    void anUnreadableFileIsBadInputInsideAStreamToo() {
        Exception wrapped = new UncheckedIOException(new NoSuchFileException("calls.jsonl"));

        assertEquals(2, run(new Weigh(wrapped), "weigh", "--lake", "/lake"));
        assertEquals("weighbridge weigh: calls.jsonl: cannot be read, no such file\n", err());
    }

    @Test
    void aFailedJobSaysHowToResume() {
        Exception failure = new JobFailedException("item 7: no answer", "weighbridge run --resume R", null);

        assertEquals(1, run(new Weigh(failure), "weigh", "--lake", "/lake"));
        assertEquals("weighbridge weigh: item 7: no answer; resume with: weighbridge run --resume R\n", err());
        assertEquals("", out());
    }

    @Test
    void aFullDiskIsAFailedJob() {
        assertEquals(1, run(new Weigh(new IOException("No space left on device")), "weigh", "--lake", "/lake"));
        assertEquals("weighbridge weigh: input or output failed: No space left on device\n", err());
    }

    @Test
    void anUnexpectedFailureShowsItsStackTraceOnlyOnRequest() {
        assertEquals(1, run(new Weigh(new IllegalStateException("odd")), "weigh", "--lake", "/lake"));
        assertEquals(
                "weighbridge weigh: failed: java.lang.IllegalStateException: odd (WEIGHBRIDGE_DEBUG=1 shows where)\n",
                err());
        err.reset();

        run(Map.of("WEIGHBRIDGE_DEBUG", "1"), new Weigh(new IllegalStateException("odd")), "weigh", "--lake", "/lake");
        assertTrue(err().contains("\tat io.weighbridge.cli.ApplicationTest"), err());
    }

    @Test
    void helpEndsWithAnExample() {
        assertEquals(0, run(new Weigh(null), "weigh", "--help"));
        assertTrue(out().endsWith("Example:\n  weighbridge weigh --lake lake\n"), out());
    }

    @Test
    void aCommandWithoutAnExampleIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> run(new Unexplained(), "unexplained"));

        assertEquals("command unexplained: help must end with an example (footer), had none", refused.getMessage());
    }

    @Test
    void aCommandBelowACommandPrintsInTheSamePlace() {
        assertEquals(0, run(new Parent(), "parent", "child"));
        assertEquals("child done\n", out());
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertEquals(0, run(new Weigh(null), "weigh", "--version"));
        assertTrue(out().matches("weighbridge [0-9]+\\.[0-9]+\\.[0-9]+\n"), out());
    }

    private int run(JobCommand command, String... arguments) {
        return run(Map.of(), command, arguments);
    }

    private int run(Map<String, String> environment, JobCommand command, String... arguments) {
        Console console = new Console(printer(out), printer(err), environment, 0);
        return new Application(console, command).run(arguments);
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private record Weighed(long calls, Usd spendUsd) {}

    @Command(name = "weigh", description = "Weighs.", footer = "  weighbridge weigh --lake lake")
    private static final class Weigh extends JobCommand {
        @Option(names = "--lake")
        private @Nullable String lake;

        private final @Nullable Exception failure;

        private Weigh(@Nullable Exception failure) {
            this.failure = failure;
        }

        @Override
        protected Summary run() throws Exception {
            String where = lake(lake);
            if (failure != null) {
                throw failure;
            }
            return new Summary("weighed 3 calls in " + where, new Weighed(3, Usd.parse("0.000994")));
        }
    }

    @Command(name = "unexplained")
    private static final class Unexplained extends JobCommand {
        @Override
        protected Summary run() {
            return new Summary("done", Map.of());
        }
    }

    @Command(name = "parent", subcommands = Child.class, footer = "  weighbridge parent child")
    private static final class Parent extends JobCommand {
        @Override
        protected Summary run() {
            return new Summary("parent done", Map.of());
        }
    }

    @Command(name = "child", footer = "  weighbridge parent child")
    private static final class Child extends JobCommand {
        @Override
        protected Summary run() {
            return new Summary("child done", Map.of());
        }
    }
}
