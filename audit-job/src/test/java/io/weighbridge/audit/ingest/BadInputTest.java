package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of bad input through the command: a clear error or a rejected row, and the good rows are kept. */
class BadInputTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @Test
    void aLineThatIsNotJsonIsQuarantined() throws IOException {
        assertRejected("{\"call\": oops", "call", "must be JSON");
    }

    @Test
    void aMissingFieldIsQuarantined() throws IOException {
        assertRejected(
                Lines.call("2").replace("\"requested_model\":\"sim-small\",", ""), "requested_model", "is required");
    }

    @Test
    void negativeTokensAreQuarantined() throws IOException {
        assertRejected(
                Lines.call("2").replace("\"output_tokens\":100", "\"output_tokens\":-1"),
                "output_tokens",
                "must not be negative");
    }

    @Test
    void moreCachedThanInputTokensAreQuarantined() throws IOException {
        assertRejected(
                Lines.call("2").replace("\"cache_read_tokens\":0", "\"cache_read_tokens\":1001"),
                "cache_read_tokens",
                "cached tokens must not exceed input tokens");
    }

    @Test
    void rowsBeforeTheEndOfTruncatedGzipAreKept() throws IOException {
        String lines = String.join(
                        "\n",
                        Stream.iterate(1, i -> i <= 2000, i -> i + 1)
                                .map(i -> Lines.call(Integer.toString(i * 7919)))
                                .toList())
                + "\n";
        byte[] whole = Lines.gzip(lines);
        Path log = Files.write(folder.resolve("calls.jsonl.gz"), Arrays.copyOf(whole, whole.length / 2));

        CommandRun run = ingest(log);

        assertEquals(0, run.status(), run.err());
        Cells rejected = quarantined().getFirst();
        assertEquals("file", rejected.text("field"));
        assertEquals("must be complete", rejected.text("rule"));
        assertEquals("truncated gzip", rejected.text("value"));
        assertTrue(lake().calls().count() > 100);
    }

    @Test
    void anUnknownFormatIsAnError() throws IOException {
        Path log = Lines.write(folder.resolve("calls.txt"), "what is this?");

        CommandRun run = ingest(log);

        assertEquals(2, run.status());
        assertTrue(run.err().contains(log + ": is in no known format; a table needs --mapping FILE"), run.err());
    }

    @Test
    void aFormatThatDoesNotExistIsAnError() throws IOException {
        Path log = Lines.write(folder.resolve("calls.jsonl"), Lines.call("1"));

        CommandRun run = ingest(log, "--format", "parquet");

        assertEquals(2, run.status());
        assertTrue(run.err().contains("--format: must be auto or one of canonical"), run.err());
    }

    @Test
    void anEmptyFileIsAnErrorAndTheOthersAreKept() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.jsonl"));
        Path good = Lines.write(folder.resolve("good.jsonl"), Lines.call("1"));

        CommandRun run = CommandRun.of("ingest", "--lake", lakeFolder(), empty.toString(), good.toString());

        assertEquals(2, run.status());
        assertTrue(run.err().contains(empty + ": is empty"), run.err());
        assertTrue(run.err().contains("The other files were ingested: 1 rows read = 1 accepted"), run.err());
        assertEquals(1, lake().calls().count());
    }

    @Test
    void aPathThatCannotBeReadIsAnError() {
        CommandRun run = ingest(folder.resolve("nowhere.jsonl"));

        assertEquals(2, run.status());
        assertTrue(run.err().contains("nowhere.jsonl: cannot be read, no such file"), run.err());
        assertFalse(Files.exists(folder.resolve("lake")));
    }

    @Test
    void aMappingThatDoesNotFitIsAnError() throws IOException {
        Path mapping = Files.writeString(folder.resolve("columns.yaml"), """
                format: weighbridge-mapping/1
                time_zone: UTC
                fields:
                  source: {constant: export}
                  occurred_at: when
                  requested_model: model
                """);
        Path log = Lines.write(folder.resolve("calls.csv"), "time,model", "2026-10-01T00:00:00,sim-small");

        CommandRun run = ingest(log, "--mapping", mapping.toString());

        assertEquals(2, run.status());
        assertTrue(run.err().contains("fields.occurred_at: must name a column of the file, was when"), run.err());
    }

    private void assertRejected(String line, String field, String rule) throws IOException {
        Path log = Lines.write(folder.resolve("calls.jsonl"), Lines.call("1"), line, Lines.call("3"));

        CommandRun run = ingest(log, "--json");

        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.out()
                        .startsWith("{\"format\":\"canonical\",\"files\":1,\"read\":3,\"accepted\":2,\"duplicate\":0,"
                                + "\"quarantined\":1,\"superseded\":0,\"seconds\":"),
                run.out());
        Cells rejected = quarantined().getFirst();
        assertEquals(2, rejected.whole("line"));
        assertEquals(field, rejected.text("field"));
        assertEquals(rule, rejected.text("rule"));
        assertEquals(2, lake().calls().count());
    }

    private CommandRun ingest(Path log, String... options) {
        String[] fixed = {"ingest", "--lake", lakeFolder(), log.toString()};
        return CommandRun.of(Stream.concat(Stream.of(fixed), Stream.of(options)).toArray(String[]::new));
    }

    private String lakeFolder() {
        return folder.resolve("lake").toString();
    }

    private Lake lake() {
        return Lake.at(SharedSpark.session(), lakeFolder());
    }

    private List<Cells> quarantined() {
        return lake().quarantine().collectAsList().stream().map(Cells::new).toList();
    }
}
