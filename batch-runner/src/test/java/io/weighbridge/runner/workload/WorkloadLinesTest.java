package io.weighbridge.runner.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadLinesTest {
    @TempDir
    Path directory;

    @Test
    void blankLinesAreNumberedAndLeftOut() throws IOException {
        assertEquals(List.of("1:a", "4:b"), read("a\n\n  \nb".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void gzipIsToldByItsBytesNotItsName() throws IOException {
        assertEquals(List.of("1:a", "2:b"), read(gzip("a\nb\n")));
    }

    @Test
    void aTruncatedGzipKeepsTheLinesBeforeTheBreak() throws IOException {
        byte[] whole = gzip("first\nsecond\nthird\n");

        List<String> lines = read(Arrays.copyOf(whole, whole.length - 9));

        assertEquals("1:first", lines.getFirst());
        assertEquals(
                "gzip stream must be complete, but breaks off here",
                lines.getLast().substring(lines.getLast().indexOf(':') + 1));
    }

    @Test
    void aLineThatIsTooLongIsDefectiveAndTheNextOneGood() throws IOException {
        String tooLong = "x".repeat(WorkloadLines.LONGEST_LINE_BYTES + 1);

        assertEquals(
                List.of("1:line must not be longer than 1000000 bytes", "2:b"),
                read((tooLong + "\nb\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anAbsentFileIsNamed() {
        Path absent = directory.resolve("absent.jsonl");

        assertEquals(
                absent.toString(),
                assertThrows(NoSuchFileException.class, () -> WorkloadLines.open(absent))
                        .getFile());
    }

    private List<String> read(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("workload.jsonl"), content);
        List<String> read = new ArrayList<>();
        try (WorkloadLines lines = WorkloadLines.open(file)) {
            for (RawLine line = lines.next(); line != null; line = lines.next()) {
                String text = new String(line.bytes(), StandardCharsets.UTF_8);
                read.add(line.number() + ":" + text + line.defect());
            }
        }
        return read;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
