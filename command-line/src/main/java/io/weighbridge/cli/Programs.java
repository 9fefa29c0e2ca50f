package io.weighbridge.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs that settings name. */
public final class Programs {
    private Programs() {}

    /**
     * Whether there is such a program and it may be run.
     *
     * @param program a path, or a name to be found in one of the folders of {@code PATH}
     */
    public static boolean canRun(String program) {
        return program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
