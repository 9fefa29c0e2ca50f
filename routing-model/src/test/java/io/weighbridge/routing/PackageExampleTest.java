package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the package's documentation compiles and runs as it stands. */
class PackageExampleTest {
    private static final Path CLASSES = Path.of("target/classes").toAbsolutePath();

    @TempDir
    private Path directory;

    @Test
    void theDocumentedExampleRuns() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("src/main/java/io/weighbridge/routing/package-info.java"));
        int begin = lines.indexOf(" * {@snippet :");
        int end = lines.indexOf(" * }");
        assertTrue(begin >= 0 && end > begin, "the documentation must have an example");
        String example = String.join("\n", lines.subList(begin + 1, end)).replace(" * ", "");
        Path source = Files.writeString(
                directory.resolve("Example.java"),
                "import io.weighbridge.routing.*;\nimport java.nio.file.Path;\nclass Example {\n"
                        + "public static void main(String[] arguments) throws Exception {\n" + example + "\n}\n}\n");
        PolicyJson.write(Policies.table(), directory.resolve("policy.json"));
        run("javac", "--release", "17", "-cp", CLASSES.toString(), source.toString());
        assertEquals(
                "sim-frontier because sim-frontier: default incumbent, the policy does not know the task\n",
                run("java", "-cp", CLASSES + ":" + directory, "Example"));
    }

    private String run(String tool, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", tool).toString())
                .directory(directory.toFile());
        builder.command().addAll(List.of(arguments));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), tool + " did not end within a minute");
        assertEquals(0, process.exitValue(), errors);
        return output;
    }
}
