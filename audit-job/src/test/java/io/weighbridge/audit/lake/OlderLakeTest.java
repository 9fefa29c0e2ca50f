package io.weighbridge.audit.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake that was written before usage had sound and web searches. */
class OlderLakeTest {
    @TempDir
    Path folder;

    @Test
    void itIsReadAndGetsTheColumnsWithTheFirstNewCall() throws IOException {
        SparkSession spark = SharedSpark.session();
        String lake = folder.resolve("lake").toString();
        ingest(lake, "old.jsonl", call("1", ""));
        String calls = folder.resolve("lake/calls").toString();
        spark.read()
                .format("delta")
                .load(calls)
                .drop("audio_input_tokens", "cached_audio_input_tokens", "audio_output_tokens", "web_searches")
                .write()
                .format("delta")
                .mode("overwrite")
                .option("overwriteSchema", "true")
                .partitionBy("day")
                .save(calls);

        assertEquals(Usage.of(10, 4), usage(lake, "1"));
        ingest(lake, "new.jsonl", call("2", ",\"audio_input_tokens\":3,\"audio_output_tokens\":2,\"web_searches\":1"));

        assertEquals(Usage.of(10, 4), usage(lake, "1"));
        assertEquals(Usage.of(10, 4).withAudio(3, 0, 2).withWebSearches(1), usage(lake, "2"));
    }

    private void ingest(String lake, String name, String lines) throws IOException {
        Path log = Files.writeString(folder.resolve(name), lines);
        CommandRun run = CommandRun.of("ingest", "--lake", lake, log.toString());
        assertEquals(0, run.status(), run.err());
    }

    private static Usage usage(String lake, String id) {
        return Objects.requireNonNull(CallTable.call(Lake.at(SharedSpark.session(), lake)
                        .calls()
                        .filter("call_id = '" + id + "'")
                        .first())
                .usage());
    }

    private static String call(String id, String more) {
        return """
                {"format":"weighbridge-call/1","source":"gateway","call_id":"%s",\
                "occurred_at":"2026-10-31T00:00:00Z","requested_model":"sim-small","status":"ok","input_tokens":10,\
                "output_tokens":4%s}
                """.formatted(id, more);
    }
}
