package io.weighbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Which code this is, for the records of what made a file. */
public final class Build {
    private static final String VERSION = read();

    private Build() {}

    /** Version and commit, as in "0.1.0 (791229a)", "-dirty" where files were changed; "unknown" outside of a repository. */
    public static String version() {
        return VERSION;
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(Build.class.getResourceAsStream("build.txt"), "build.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
