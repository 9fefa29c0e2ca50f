package io.weighbridge.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command in a process of its own, as every command is, that can be killed (SIGKILL) at a moment of its writing. */
public final class KilledCommand {
    private KilledCommand() {}

    /** @param log receives what it prints */
    public static Process start(Path log, String... arguments) throws IOException {
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
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /**
     * Starts a command and kills it when a folder has so many files; it must not have ended by then.
     *
     * @return how many the folder has in the end
     */
    public static long run(Path log, Path folder, long files, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(log, arguments);
        try {
            while (process.isAlive() && files(folder) < files) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            assertTrue(process.isAlive(), () -> "ended before it could be killed: " + text(log));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals(137, process.exitValue(), () -> "killed, not ended: " + text(log));
        return files(folder);
    }

    /** Files and folders below a folder, itself included. */
    public static long files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.count();
        } catch (UncheckedIOException e) {
            return 0; // a temporary file went away meanwhile
        }
    }

    public static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
