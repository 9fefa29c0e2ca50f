package io.weighbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.Commands;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A month of LiteLLM spend logs in gzip, from {@code samples generate}.
 *
 * @param bytes of the logs, uncompressed
 */
record SampleLogs(List<Path> files, long bytes) {
    /** Three quarters of a month's files are LiteLLM's. */
    private static final double SHARE = 0.74;

    SampleLogs {
        files = List.copyOf(files);
    }

    /** @param rows about how many */
    static SampleLogs write(Commands commands, Path folder, long rows, long seed) throws Exception {
        JsonNode written = commands.run(
                "samples",
                "generate",
                "--calls",
                Long.toString(Math.ceilDiv((long) (rows / SHARE), 1)),
                "--draws",
                "100",
                "--next-day",
                "100",
                "--seed",
                Long.toString(seed),
                "--out",
                folder.toString());
        if (!written.isObject()) {
            throw new IllegalStateException("samples generate must end with an object");
        }
        List<Path> files = litellm(folder.resolve("logs"));
        long bytes = 0;
        for (Path file : files) {
            bytes += uncompressedBytes(file);
        }
        return new SampleLogs(files, bytes);
    }

    private static List<Path> litellm(Path logs) throws IOException {
        try (Stream<Path> all = Files.list(logs)) {
            return all.filter(file -> file.toString().endsWith(".litellm.jsonl.gz"))
                    .sorted()
                    .toList();
        }
    }

    /** The last four bytes of a gzip member are its content's length modulo 2³² (RFC 1952, ISIZE). */
    static long uncompressedBytes(Path gzip) throws IOException {
        ByteBuffer size = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(gzip)) {
            while (size.hasRemaining() && file.read(size, file.size() - Integer.BYTES + size.position()) >= 0) {
                // A short read goes on.
            }
        }
        return Integer.toUnsignedLong(size.flip().getInt());
    }
}
