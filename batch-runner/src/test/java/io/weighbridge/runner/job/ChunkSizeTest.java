package io.weighbridge.runner.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkSizeTest {
    @TempDir
    Path directory;

    @Test
    void aChunkOfLongLinesHasFewerOfThem() throws IOException {
        assertEquals(1_000, ChunkSize.of(lines(3_000, 10), 10_000));
        assertEquals(250, ChunkSize.of(lines(3_000, 10), 9_999));
        assertEquals(60, ChunkSize.of(lines(3_000, 10), 600));
        assertEquals(4, ChunkSize.of(lines(3_000, 10), 40));
        assertEquals(4, ChunkSize.of(lines(3_000, 10), 1));
    }

    @Test
    void aFewLongLinesAmongShortOnesChangeNothing() throws IOException {
        Path workload = lines(3_000, 10);
        Files.writeString(workload, "x".repeat(5_000) + "\n" + Files.readString(workload) + "x".repeat(5_000) + "\n");

        assertEquals(1_000, ChunkSize.of(workload, 15_000));
    }

    @Test
    void fewerLinesThanAChunkAreOne() throws IOException {
        assertEquals(1_000, ChunkSize.of(lines(3, 10), 30));
    }

    private Path lines(int count, int length) throws IOException {
        return Files.writeString(
                directory.resolve("workload.jsonl"),
                IntStream.range(0, count)
                        .mapToObj(line -> "x".repeat(length))
                        .collect(Collectors.joining("\n", "", "\n")));
    }
}
