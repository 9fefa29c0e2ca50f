package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every format of JSON lines is also read from Parquet. */
class ParquetInputTest {
    private static final String CALL = """
            {"format":"weighbridge-call/1","source":"gateway","call_id":"%s","occurred_at":"2026-10-31T23:30:00Z",\
            "task":"triage","requested_model":"sim-small","labels":{"b":"2","a":"1"},"decision":{"policy_id":"p",\
            "chosen_model":"sim-small","propensity":0.5,"reason":"cheapest","candidates":["sim-small","sim-large"]},\
            "status":"ok","attempt":1,"input_tokens":1000,"cache_read_tokens":0,"cache_write_5m_tokens":0,\
            "cache_write_1h_tokens":0,"output_tokens":100,"reasoning_tokens":0,"billed_cost_usd":"0.000994000000"}""";

    @TempDir
    Path folder;

    private final SparkSession spark = SharedSpark.session();

    @Test
    void canonicalCallsAreTheSameFromParquetAsFromTheirLines() throws IOException {
        Path lines = Lines.write(folder.resolve("calls.jsonl"), CALL.formatted("1"), CALL.formatted("2"));
        spark.read()
                .json(lines.toString())
                .withColumn("occurred_at", col("occurred_at").cast("timestamp"))
                .withColumn("billed_cost_usd", col("billed_cost_usd").cast("decimal(30,12)"))
                .withColumn("updated_at", lit(null).cast("timestamp"))
                .coalesce(1)
                .write()
                .parquet(folder.resolve("written").toString());

        CommandRun run = ingest("lake", parquetFile());

        assertTrue(run.err().contains("read as canonical"), run.err());
        CanonicalCall expected = CanonicalCallJson.fromJson(CALL.formatted("1"));
        assertEquals(
                expected,
                CallTable.call(Lake.at(spark, folder.resolve("lake").toString())
                        .calls()
                        .filter("call_id = '1'")
                        .first()));
    }

    @Test
    void aCutParquetFileIsUnreadableAndTheOthersAreKept() throws IOException {
        spark.range(3).coalesce(1).write().parquet(folder.resolve("written").toString());
        byte[] whole = Files.readAllBytes(parquetFile());
        Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length - 5));
        Path good = Lines.write(folder.resolve("calls.jsonl"), Lines.call("1"));

        CommandRun run =
                CommandRun.of("ingest", "--lake", folder.resolve("lake").toString(), cut.toString(), good.toString());

        assertEquals(2, run.status());
        assertTrue(run.err().contains("cut.parquet: is no whole Parquet file"), run.err());
        assertTrue(run.err().contains("1 rows read = 1 accepted"), run.err());
    }

    private CommandRun ingest(String lake, Path file) {
        CommandRun run = CommandRun.of("ingest", "--lake", folder.resolve(lake).toString(), file.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("2 accepted"), run.out());
        return run;
    }

    private Path parquetFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("written"))) {
            List<Path> parquet =
                    files.filter(file -> file.toString().endsWith(".parquet")).toList();
            return parquet.getFirst();
        }
    }
}
