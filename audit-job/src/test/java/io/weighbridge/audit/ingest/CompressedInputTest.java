package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.luben.zstd.Zstd;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.Lake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain, gzip and zstd, by path, URI and glob. */
class CompressedInputTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @Test
    void aGlobOfAUriFindsPlainGzipAndZstd() throws IOException {
        Files.writeString(folder.resolve("a.jsonl"), Lines.call("1") + "\n");
        Files.write(folder.resolve("b.jsonl.gz"), Lines.gzip(Lines.call("2") + "\n"));
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.write(zstd(Lines.call("3") + "\n"));
        frames.write(zstd(Lines.call("4") + "\n"));
        Files.write(folder.resolve("c.jsonl.zst"), frames.toByteArray());
        Files.writeString(folder.resolve("d.txt"), "not asked for");

        JsonNode result = ingest(folder.toUri() + "{a,b,c}.jsonl*");

        assertEquals(3, result.path("files").asInt());
        assertEquals(4, result.path("accepted").asLong());
    }

    @Test
    void rowsBeforeTheEndOfTruncatedZstdAreKept() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int call = 0; call < 4000; call++) {
            lines.append(Lines.call(Integer.toString(call * 7919))).append('\n');
        }
        byte[] whole = zstd(lines.toString());
        Files.write(folder.resolve("cut.jsonl.zst"), Arrays.copyOf(whole, whole.length - 40));

        JsonNode result = ingest(folder.resolve("cut.jsonl.zst").toString());

        assertTrue(result.path("accepted").asLong() > 0, result.toString());
        assertEquals(1, result.path("quarantined").asLong());
        Cells rejected =
                new Cells(Lake.at(SharedSpark.session(), folder.resolve("lake").toString())
                        .quarantine()
                        .first());
        assertEquals("must be complete", rejected.text("rule"));
        assertEquals("broken zstd", rejected.text("value"));
    }

    private JsonNode ingest(String path) throws IOException {
        CommandRun run = CommandRun.of(
                "ingest", "--json", "--lake", folder.resolve("lake").toString(), path);
        assertEquals(0, run.status(), run.err());
        return new JsonMapper().readTree(run.out());
    }

    private static byte[] zstd(String text) {
        return Zstd.compress(text.getBytes(StandardCharsets.UTF_8));
    }
}
