package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The scorer in another language, run as a process. */
enum Port {
    PYTHON("python3", ".py"),
    NODE("node", ".mjs");

    private final String command;
    private final String extension;

    Port(String command, String extension) {
        this.command = command;
        this.extension = extension;
    }

    /** What the port prints when it is run from a shell; its standard input is FORMAT.md. */
    String run(Path artifact, String... arguments) throws Exception {
        return run(Path.of("src/main/portable/weighbridge_router" + extension), artifact, arguments);
    }

    /** What a script beside the tests prints. */
    String check(String script, Path artifact, Path requests) throws Exception {
        return run(Path.of("src/test/portable", script + extension), artifact, requests.toString());
    }

    private String run(Path script, Path artifact, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(command, script.toString(), artifact.toString()));
        line.addAll(List.of(arguments));
        Path output = Files.createTempFile("port", ".txt");
        try {
            Process process = started(line, output);
            boolean finished = process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertTrue(finished, command + " did not end within a minute");
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }

    private static Process started(List<String> line, Path output) {
        try {
            return new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(new File("FORMAT.md"))
                    .start();
        } catch (IOException e) {
            throw new AssertionError("Python 3.9 and Node 20 or later must be installed to check the ports", e);
        }
    }
}
