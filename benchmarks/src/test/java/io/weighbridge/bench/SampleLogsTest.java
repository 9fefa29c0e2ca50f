package io.weighbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleLogsTest {
    @Test
    void theSizeOfTheContentIsReadFromTheEndOfTheFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(new byte[300_000]);
        }
        assertEquals(300_000, SampleLogs.uncompressedBytes(file));
    }
}
