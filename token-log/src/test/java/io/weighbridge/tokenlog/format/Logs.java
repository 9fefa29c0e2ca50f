package io.weighbridge.tokenlog.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Logs in memory, and what reading them gives. */
final class Logs {
    private Logs() {}

    static LogSource source(String name, String content) {
        return source(name, content.getBytes(StandardCharsets.UTF_8));
    }

    static LogSource source(String name, byte[] content) {
        return new LogSource(name, () -> new ByteArrayInputStream(content));
    }

    static byte[] gzip(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] firstBytes(byte[] content, int count) {
        return Arrays.copyOf(content, count);
    }

    static List<Reading> read(String format, LogSource log, ReadOptions options) throws IOException {
        return read(format, LogInput.of(log), options);
    }

    static List<Reading> read(String format, LogInput input, ReadOptions options) throws IOException {
        List<Reading> all = new ArrayList<>();
        try (Readings readings = LogFormats.named(format).orElseThrow().open(input, options)) {
            readings.forEachRemaining(all::add);
        }
        return all;
    }

    /** The messages of the rejected rows. */
    static List<String> rejections(List<Reading> readings) {
        return readings.stream()
                .filter(Reading.Rejected.class::isInstance)
                .map(reading -> ((Reading.Rejected) reading).message())
                .toList();
    }

    /** The ids of the accepted calls. */
    static List<String> callIds(List<Reading> readings) {
        return readings.stream()
                .filter(Reading.OfCall.class::isInstance)
                .map(reading -> ((Reading.OfCall) reading).call().callId())
                .toList();
    }
}
