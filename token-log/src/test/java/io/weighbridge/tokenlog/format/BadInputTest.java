package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every bad row is named and costs only itself. */
class BadInputTest {
    private static final ReadOptions OPTIONS = ReadOptions.defaults();

    @Test
    void aLineThatIsNotJsonIsRejectedAndItsNeighboursAreKept() throws IOException {
        List<Reading> readings = canonical(good("a") + "\nmy secret prompt\n" + good("b") + "\n");
        assertEquals(List.of("a", "b"), Logs.callIds(readings));
        List<String> rejections = Logs.rejections(readings);
        assertEquals(List.of("log.jsonl:2: call: must be JSON, was broken at line 1 column 1"), rejections);
        assertFalse(rejections.get(0).contains("secret"));
    }

    @Test
    void aMissingFieldIsNamed() throws IOException {
        List<Reading> readings = canonical(good("a").replace("\"requested_model\":\"m\",", "") + "\n" + good("b"));
        assertEquals(List.of("log.jsonl:1: requested_model: is required, was absent"), Logs.rejections(readings));
        assertEquals(List.of("b"), Logs.callIds(readings));
    }

    @Test
    void negativeTokensAndCachedTokensAboveInputAreRejected() throws IOException {
        String negative = good("a").replace("\"input_tokens\":9", "\"input_tokens\":-9");
        String cached = good("b").replace("\"input_tokens\":9", "\"input_tokens\":9,\"cache_read_tokens\":10");
        assertEquals(
                List.of(
                        "log.jsonl:1: input_tokens: must not be negative, was -9",
                        "log.jsonl:2: cache_read_tokens: cached tokens must not exceed input tokens, was 10 > 9"),
                Logs.rejections(canonical(negative + "\n" + cached + "\n")));
    }

    @Test
    void aLineThatIsNotUtf8IsRejectedAndItsNeighboursAreKept() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((good("a") + "\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}', '\n'});
        bytes.writeBytes(good("b").getBytes(StandardCharsets.UTF_8));
        List<Reading> readings = Logs.read("canonical", Logs.source("log.jsonl", bytes.toByteArray()), OPTIONS);
        assertEquals(List.of("log.jsonl:2: row: must be UTF-8, was other bytes"), Logs.rejections(readings));
        assertEquals(List.of("a", "b"), Logs.callIds(readings));
    }

    @Test
    void anOverlongLineIsRejectedUnreadAndItsNeighboursAreKept() throws IOException {
        ReadOptions narrow = new ReadOptions(null, 1000, null, null);
        String content = good("a") + "\n" + "x".repeat(200_000) + "\n" + good("b") + "\n";
        List<Reading> readings = Logs.read("canonical", Logs.source("log.jsonl", content), narrow);
        assertEquals(
                List.of("log.jsonl:2: row: must have at most 1000 bytes, was 200000 bytes"), Logs.rejections(readings));
        assertEquals(List.of("a", "b"), Logs.callIds(readings));
    }

    @Test
    void theGoodRowsBeforeABreakInGzipStay() throws IOException {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            content.append(good("call-" + i + "-" + Integer.toHexString(i * 7919)))
                    .append('\n');
        }
        byte[] whole = Logs.gzip(content.toString());
        byte[] half = Logs.firstBytes(whole, whole.length / 2);
        List<Reading> readings = Logs.read("canonical", Logs.source("log.jsonl.gz", half), OPTIONS);
        int good = Logs.callIds(readings).size();
        assertEquals(good + 1, readings.size());
        assertEquals(true, good > 500 && good < 2000, "good rows: " + good);
        assertEquals(
                List.of("log.jsonl.gz:" + (good + 1) + ": file: must be complete, was truncated gzip"),
                Logs.rejections(readings));
    }

    @Test
    void aGzipWithoutEvenItsHeaderIsOneRejectedRow() throws IOException {
        byte[] stump = Logs.firstBytes(Logs.gzip(good("a")), 5);
        List<Reading> readings = Logs.read("canonical", Logs.source("log.jsonl.gz", stump), OPTIONS);
        assertEquals(List.of("log.jsonl.gz:1: file: must be complete, was truncated gzip"), Logs.rejections(readings));
    }

    @Test
    void aGzipWithAWrongChecksumIsCorrupt() throws IOException {
        byte[] bytes = Logs.gzip(good("a") + "\n");
        bytes[bytes.length - 6] ^= 1;
        List<Reading> readings = Logs.read("canonical", Logs.source("log.jsonl.gz", bytes), OPTIONS);
        assertEquals(List.of("a"), Logs.callIds(readings));
        assertEquals(List.of("log.jsonl.gz:2: file: must be complete, was corrupt gzip"), Logs.rejections(readings));
    }

    @Test
    void allMembersOfAGzipAreReadEvenFromAStreamThatSaysNothingIsAvailable() throws IOException {
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(Logs.gzip(good("a") + "\n"));
        two.writeBytes(Logs.gzip(good("b") + "\n"));
        LogSource idle = new LogSource("log.jsonl.gz", () -> new IdleStream(two.toByteArray()));
        assertEquals(List.of("a", "b"), Logs.callIds(Logs.read("canonical", idle, OPTIONS)));
    }

    @Test
    void anEmptyFileIsAnErrorThatSaysSo() {
        assertUnreadable(Logs.source("empty.jsonl", ""), "empty.jsonl: is empty");
        assertUnreadable(Logs.source("empty.jsonl.gz", Logs.gzip("")), "empty.jsonl.gz: is empty");
    }

    @Test
    void aPathThatCannotBeReadIsAnErrorThatSaysWhy(@TempDir Path directory) {
        Path absent = directory.resolve("absent.jsonl");
        assertUnreadable(LogSource.of(absent), absent + ": does not exist");
        assertUnreadable(LogSource.of(directory), directory + ": is a directory");
    }

    @Test
    void aFailingDiskIsNotABadRow() {
        LogSource failing = new LogSource("log.jsonl", () -> new InputStream() {
            private int served;

            @Override
            public int read() throws IOException {
                if (served++ < 100) {
                    return ' ';
                }
                throw new IOException("disk failed");
            }
        });
        assertThrows(IOException.class, () -> {
            try {
                Logs.read("canonical", failing, OPTIONS);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }

    @Test
    void windowsLineEndsBlankLinesAndAByteOrderMarkDoNotMatter() throws IOException {
        List<Reading> readings = canonical("\ufeff" + good("a") + "\r\n\r\n  \n" + good("b"));
        assertEquals(List.of("a", "b"), Logs.callIds(readings));
        assertEquals(List.of(), Logs.rejections(readings));
        assertEquals(4, readings.get(1).line());
    }

    private static void assertUnreadable(LogSource source, String message) {
        for (String format : List.of("canonical", "litellm", "outcomes")) {
            assertEquals(
                    message,
                    assertThrows(UnreadableLogException.class, () -> Logs.read(format, source, OPTIONS))
                            .getMessage());
        }
        assertEquals(
                message,
                assertThrows(UnreadableLogException.class, () -> FormatDetection.of(LogInput.of(source), OPTIONS))
                        .getMessage());
    }

    private static List<Reading> canonical(String content) throws IOException {
        return Logs.read("canonical", Logs.source("log.jsonl", content), OPTIONS);
    }

    private static String good(String callId) {
        return "{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"" + callId
                + "\",\"occurred_at\":\"2026-10-31T07:35:00Z\",\"requested_model\":\"m\",\"status\":\"ok\","
                + "\"input_tokens\":9,\"output_tokens\":1}";
    }

    /** As some remote file systems do. */
    private static final class IdleStream extends java.io.ByteArrayInputStream {
        IdleStream(byte[] content) {
            super(content);
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }
}
