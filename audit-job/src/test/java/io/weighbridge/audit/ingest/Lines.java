package io.weighbridge.audit.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Log lines and files for tests. */
final class Lines {
    private Lines() {}

    /** A canonical call of 1,000 input and 100 output tokens. */
    static String call(String id) {
        return """
                {"format":"weighbridge-call/1","source":"gateway","call_id":"%s",\
                "occurred_at":"2026-10-31T23:30:00Z","task":"triage","requested_model":"sim-small",\
                "provider":"simulated","status":"ok","attempt":1,"input_tokens":1000,"cache_read_tokens":0,\
                "cache_write_5m_tokens":0,"cache_write_1h_tokens":0,"output_tokens":100,"reasoning_tokens":0}""".formatted(id);
    }

    static Path write(Path file, String... lines) throws IOException {
        return Files.writeString(file, String.join("\n", lines) + "\n");
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
