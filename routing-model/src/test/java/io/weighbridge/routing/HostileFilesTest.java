package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileFilesTest {
    private static final String NOT_A_POLICY =
            "not a policy: the file must begin with {\"format\":\"weighbridge-policy/";
    private static final String NOT_A_CLASSIFIER =
            "not a classifier: the file must begin with {\"format\":\"weighbridge-classifier/";
    private static final String TOO_MUCH = "takes more than 16 MiB of memory, which is all it may";

    @TempDir
    private Path directory;

    @Test
    void noFileExhaustsAHeapOf64Mebibytes() throws Exception {
        List<String> lines = run("-Xmx64m", "-XX:+UseG1GC");
        assertEquals(EXPECTED.size(), lines.size(), () -> String.join("\n", lines));
        for (int i = 0; i < lines.size(); i++) {
            String[] expected = EXPECTED.get(i).split(": ", 2);
            assertTrue(
                    lines.get(i).startsWith(expected[0] + ": ") && lines.get(i).contains(expected[1]), lines.get(i));
        }
    }

    private static final List<String> EXPECTED = List.of(
            "intact: loaded",
            "empty: " + NOT_A_POLICY,
            "truncated: the file is truncated: it must end with a brace and a line break",
            "gzip: " + NOT_A_POLICY,
            "zeros: " + NOT_A_POLICY,
            "10 GB: larger than 8 MiB, an eighth of this JVM's heap",
            "10 GB of buckets: features.text_buckets: must be a whole number from",
            "10 GB of prompt: features.max_prompt_bytes: must be a whole number from",
            "10 GB of trees: candidates[0].quality.per_call.trees: must be a whole number from 0 to 10000",
            "many trees: loaded",
            "deep arrays: nested deeper than 32",
            "deep objects: nested deeper than 32",
            "NaN: expected a digit",
            "infinite: number too large for a double",
            "many weights: " + TOO_MUCH,
            "many objects: " + TOO_MUCH,
            "long string: string longer than 1048576 bytes",
            "long string of escapes: string longer than 1048576 bytes",
            "long number: number longer than 64 characters",
            "many tasks: " + TOO_MUCH,
            "weights that models do not share: loaded",
            "policy: " + NOT_A_CLASSIFIER,
            "classifier of zeros: " + NOT_A_CLASSIFIER,
            "classifier of many numbers: " + TOO_MUCH,
            "deep classifier: nested deeper than 32");

    private List<String> run(String... flags) throws Exception {
        Path output = directory.resolve("output.txt");
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of(flags),
                        Stream.of(
                                "-cp",
                                "target/classes" + File.pathSeparator + "target/test-classes",
                                HostileFiles.class.getName()))
                .flatMap(part -> part)
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, "did not end within two minutes: " + Files.readString(output));
        assertEquals(0, process.exitValue(), Files.readString(output));
        return Files.readAllLines(output);
    }
}
