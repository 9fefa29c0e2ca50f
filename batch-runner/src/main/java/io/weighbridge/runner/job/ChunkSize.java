package io.weighbridge.runner.job;

import io.weighbridge.runner.workload.RawLine;
import io.weighbridge.runner.workload.WorkloadLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * How many lines of a workload are accepted in one transaction: as many as do well, but where requests are long no more
 * than memory is meant to hold at once. A workload always has the same, wherever a restart goes on.
 */
final class ChunkSize {
    private static final int[] SIZES = {1_000, 250, 60, 15, 4};

    private ChunkSize() {}

    /**
     * The largest size of which no chunk has more bytes; the smallest where all have.
     *
     * @param mostBytes of the lines of a chunk
     * @throws IOException if the workload cannot be read
     */
    static int of(Path workload, long mostBytes) throws IOException {
        long[] bytes = new long[SIZES.length];
        long[] most = new long[SIZES.length];
        long read = 0;
        try (WorkloadLines lines = WorkloadLines.open(workload)) {
            for (RawLine line = lines.next(); line != null; line = lines.next()) {
                for (int i = 0; i < SIZES.length; i++) {
                    bytes[i] = (read % SIZES[i] == 0 ? 0 : bytes[i]) + line.bytes().length;
                    most[i] = Math.max(most[i], bytes[i]);
                }
                read++;
            }
        }
        return IntStream.range(0, SIZES.length)
                .filter(i -> most[i] <= mostBytes)
                .map(i -> SIZES[i])
                .findFirst()
                .orElse(SIZES[SIZES.length - 1]);
    }
}
