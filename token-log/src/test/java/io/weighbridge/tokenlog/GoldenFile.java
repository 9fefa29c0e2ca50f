package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files under src/test/resources that say what the formats look like. They change only by
 * {@code mvn -pl token-log test -Dweighbridge.golden=write}.
 */
final class GoldenFile {
    private static final Path DIRECTORY = Path.of("src/test/resources/io/weighbridge/tokenlog");

    private GoldenFile() {}

    static String read(String name) throws IOException {
        return Files.readString(DIRECTORY.resolve(name));
    }

    static void assertWrittenAs(String name, String content) throws IOException {
        if ("write".equals(System.getProperty("weighbridge.golden"))) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(DIRECTORY.resolve(name), content);
        }
        assertEquals(read(name), content, name);
    }
}
