package io.weighbridge.tokenlog.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The beginning of a file, from which its format is told.
 *
 * @param name of the file
 * @param text at most 64 KiB, decompressed, wrong bytes replaced
 */
public record Sample(String name, String text) {
    static final int BYTES = 1 << 16;

    static Sample of(LogSource source) throws IOException {
        try (InputStream in = source.open()) {
            return new Sample(source.name(), new String(beginning(in), StandardCharsets.UTF_8));
        }
    }

    private static byte[] beginning(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 12];
        try {
            for (int n = 0; n >= 0 && bytes.size() < BYTES; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
            }
        } catch (BrokenGzipException e) {
            return bytes.toByteArray(); // what there is of it must do
        }
        return bytes.toByteArray();
    }

    /** The lines that are not blank, without a byte order mark; the last may be cut. */
    List<String> lines() {
        return withoutMark().lines().filter(line -> !line.isBlank()).toList();
    }

    /** The first line that is not blank; empty where there is none. */
    String firstLine() {
        return withoutMark().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    }

    /** Whether the content starts, after white space, with this character. */
    boolean startsWith(char first) {
        return firstLine().strip().startsWith(String.valueOf(first));
    }

    /** Whether the content is a JSON object or array. */
    boolean isJson() {
        return startsWith('{') || startsWith('[');
    }

    /** Whether the beginning names this JSON key. */
    boolean hasKey(String key) {
        return text.contains("\"" + key + "\"");
    }

    private String withoutMark() {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
