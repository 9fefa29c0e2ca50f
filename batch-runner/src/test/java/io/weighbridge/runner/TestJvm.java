package io.weighbridge.runner;

import java.nio.file.Path;
import java.util.List;

/** Another JVM, for tests that kill it. */
final class TestJvm {
    private TestJvm() {}

    /** How another JVM runs a class of this module's test class path; the arguments come behind it. */
    static List<String> command(String heap, String main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main);
    }
}
