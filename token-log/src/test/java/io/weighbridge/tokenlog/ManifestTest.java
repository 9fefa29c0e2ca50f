package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void theManifestNamesEveryFileWithSizeAndHash() throws IOException {
        writeTwoFiles();
        Manifest manifest = Manifest.finish(directory);
        GoldenFile.assertWrittenAs("manifest.json", manifest.toJson());
        assertEquals(Optional.of(manifest), Manifest.read(directory));
        assertEquals(manifest.toJson(), Files.readString(directory.resolve("manifest.json")));
    }

    @Test
    void aDirectoryWithoutAManifestIsUnfinished() throws IOException {
        writeTwoFiles();
        assertEquals(Optional.empty(), Manifest.read(directory));
        assertEquals(Optional.empty(), Manifest.read(directory.resolve("absent")));
    }

    @Test
    void whatChangedSinceIsSaidFileByFile() throws IOException {
        writeTwoFiles();
        Manifest manifest = Manifest.finish(directory);
        assertEquals(List.of(), manifest.differences(directory));
        Files.writeString(directory.resolve("a.txt"), "HELLO\n");
        Files.delete(directory.resolve("part/b.txt"));
        assertEquals(
                List.of("a.txt has other content than when it was written", "part/b.txt is missing"),
                manifest.differences(directory));
        Files.writeString(directory.resolve("a.txt"), "more bytes\n");
        assertEquals(
                "a.txt has 11 bytes, not 6", manifest.differences(directory).get(0));
    }

    @Test
    void finishingAgainDescribesTheFilesAnew() throws IOException {
        writeTwoFiles();
        Manifest.finish(directory);
        Files.writeString(directory.resolve("c.txt"), "");
        assertEquals(3, Manifest.finish(directory).files().size());
    }

    @Test
    void pathsOutsideTheDirectoryAreRefused() {
        String hash = "0".repeat(64);
        for (String name : List.of("/etc/passwd", "../x", "a/../../x")) {
            InvalidRecordException error =
                    assertThrows(InvalidRecordException.class, () -> new Manifest.Entry(name, 1, hash));
            assertEquals("name: must be a path inside the directory, was " + name, error.getMessage());
        }
    }

    @Test
    void aBrokenManifestIsAnErrorThatNamesIt() throws IOException {
        Files.writeString(directory.resolve("manifest.json"), "{\"format\":\"weighbridge-manifest/2\"}");
        InvalidRecordException error = assertThrows(InvalidRecordException.class, () -> Manifest.read(directory));
        assertTrue(
                String.valueOf(error.getMessage())
                        .endsWith("manifest.json: Unsupported manifest format 2; this build reads 1"),
                error.getMessage());
    }

    private void writeTwoFiles() throws IOException {
        Files.createDirectories(directory.resolve("part"));
        Files.writeString(directory.resolve("a.txt"), "hello\n");
        Files.writeString(directory.resolve("part/b.txt"), "");
    }
}
