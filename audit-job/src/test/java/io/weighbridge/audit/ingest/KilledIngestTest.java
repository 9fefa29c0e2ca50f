package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills ingests in a process of their own (SIGKILL) and ingests again: the lake is as if nothing had happened. */
class KilledIngestTest {
    private static final int KILLS = 2;

    @TempDir
    Path folder;

    private List<String> inputs = List.of();

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @BeforeEach
    void writeLogs() throws IOException {
        inputs = SmallLogs.write(folder.resolve("logs"));
    }

    @Test
    @Timeout(240)
    void killedAnywhereAndIngestedAgainTheLakeIsThatOfAnUndisturbedIngest() throws Exception {
        ingest("undisturbed");
        LakeContent expected = LakeContent.of(lake("undisturbed"));
        expected.assertEveryRowHasItsFate();
        long files = files("undisturbed");
        SplittableRandom random = new SplittableRandom(20261123);
        for (int kill = 0; kill < KILLS; kill++) {
            String lake = "killed-" + kill;
            // One early and one late moment of the writing.
            long moment = random.nextLong(kill * files / KILLS, (kill + 1) * files / KILLS);
            int present = kill(lake, moment);

            ingest(lake);

            LakeContent content = LakeContent.of(lake(lake));
            content.assertEveryRowHasItsFate();
            assertEquals(expected, content, "killed when the lake had " + present + " of " + files + " files");
        }
    }

    @Test
    @Timeout(240)
    void twoIngestsOfTheSameFilesAtOnceWriteEveryRowOnce() throws Exception {
        inputs = List.of(
                folder.resolve("logs/a.jsonl").toString(),
                folder.resolve("logs/b.jsonl.gz").toString());
        ingest("alone");

        Path oneLog = folder.resolve("one.err");
        Path otherLog = folder.resolve("other.err");
        Process one = start("both", oneLog);
        Process other = start("both", otherLog);
        try {
            assertEquals(0, one.waitFor(), () -> text(oneLog));
            assertEquals(0, other.waitFor(), () -> text(otherLog));
        } finally {
            one.destroyForcibly();
            other.destroyForcibly();
        }
        assertEquals(LakeContent.of(lake("alone")), LakeContent.of(lake("both")));
    }

    /** Starts an ingest and kills it when its lake has so many files. */
    private int kill(String lake, long files) throws Exception {
        Path log = folder.resolve(lake + ".err");
        Process process = start(lake, log);
        try {
            while (process.isAlive() && files(lake) < files) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            assertTrue(process.isAlive(), () -> "ended before it could be killed: " + text(log));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals(137, process.exitValue(), () -> "killed, not ended: " + text(log));
        return (int) files(lake);
    }

    /** An ingest in a process of its own, as every ingest is. */
    private Process start(String lake, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.weighbridge.audit.Main"));
        command.addAll(List.of(arguments(lake)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private void ingest(String lake) {
        CommandRun run = CommandRun.of(arguments(lake));
        assertEquals(0, run.status(), run.err());
    }

    private String[] arguments(String lake) {
        List<String> arguments = new ArrayList<>(List.of("ingest", "--json", "--lake", lake(lake)));
        arguments.addAll(inputs);
        return arguments.toArray(String[]::new);
    }

    private String lake(String name) {
        return folder.resolve(name).toString();
    }

    private long files(String lake) throws IOException {
        Path root = folder.resolve(lake);
        if (!Files.exists(root)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.count();
        } catch (java.io.UncheckedIOException e) {
            return 0; // a temporary file went away meanwhile
        }
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
