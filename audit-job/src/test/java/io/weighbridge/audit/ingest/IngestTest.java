package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.IngestedFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.RowCounts;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest into a lake on disk: each row once, whatever happens in between. */
class IngestTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T02:00:00Z"), ZoneOffset.UTC);
    private static final String OUTCOME = """
            {"format":"weighbridge-outcome/1","unit_id":"gateway/1","task":"triage","model":"sim-small","score":1,\
            "label_source":"grader:label","replay":{"id":"r1","frame":"triage","frame_size":10,"draw_index":%d,\
            "draw_probability":0.1}}""";

    @TempDir
    Path folder;

    private Lake lake = Lake.at(SharedSpark.session(), "unset");

    @BeforeEach
    void openLake() {
        lake = Lake.at(SharedSpark.session(), folder.resolve("lake").toString());
    }

    @Test
    void everyRowIsACallADuplicateOrARejectedRow() throws IOException {
        Path log = Lines.write(
                folder.resolve("calls.jsonl"),
                Lines.call("1"),
                Lines.call("2"),
                Lines.call("1"),
                Lines.call("3").replace("\"input_tokens\":1000", "\"input_tokens\":-5"));

        IngestResult result = ingest(log);

        assertEquals(new RowCounts(4, 2, 1, 1), result.rows());
        assertEquals(List.of("1", "2"), callIds());
        Cells rejected = new Cells(lake.quarantine().first());
        assertEquals(4, rejected.whole("line"));
        assertEquals("input_tokens", rejected.text("field"));
        assertEquals("must not be negative", rejected.text("rule"));
        assertEquals("-5", rejected.text("value"));
        assertEquals(log.toString(), rejected.text("source"));
    }

    @Test
    void aCallIsReadBackAsItWasWritten() throws IOException {
        ingest(Lines.write(folder.resolve("calls.jsonl"), Lines.call("1")));

        Row row = lake.calls().first();

        assertEquals(CanonicalCallJson.fromJson(Lines.call("1")), CallTable.call(row));
        assertEquals("2026-10-31", new Cells(row).row().getAs("day").toString());
    }

    @Test
    void aCallIsPricedByTheBook() throws IOException {
        ingest(Lines.write(folder.resolve("calls.jsonl"), Lines.call("1")));

        Cells call = new Cells(lake.calls().first());

        assertEquals(150_000_000, call.whole("input_picodollars"));
        assertEquals(60_000_000, call.whole("output_picodollars"));
        assertEquals(210_000_000, call.whole("spend_picodollars"));
        assertEquals("priced", call.text("pricing_status"));
        assertEquals("computed", call.text("spend_basis"));
        assertNull(call.wholeOrNull("billed_picodollars"));
    }

    @Test
    void aBilledZeroOfAModelWithoutAPriceIsUnpricedAndNotFree() throws IOException {
        String call = Lines.call("1")
                .replace("sim-small", "gpt-oss-120b-unlisted")
                .replace("}", ",\"billed_cost_usd\":\"0\"}");
        ingest(Lines.write(folder.resolve("calls.jsonl"), call));

        Cells row = new Cells(lake.calls().first());

        assertEquals("unpriced", row.text("pricing_status"));
        assertNull(row.wholeOrNull("spend_picodollars"));
        assertEquals(0, row.whole("spend_low_picodollars"));
        assertTrue(row.whole("spend_high_picodollars") > 0);
    }

    @Test
    void ingestingAFileAgainChangesNothingWhateverItIsCalled() throws IOException {
        Path log = Lines.write(folder.resolve("calls.jsonl"), Lines.call("1"), Lines.call("2"), "{not json");
        Path renamed = Files.copy(log, folder.resolve("copy.jsonl"));
        ingest(log);
        List<String> before = filesOf("lake");

        IngestResult again = ingest(log, renamed);

        assertEquals(new RowCounts(6, 0, 6, 0), again.rows());
        assertEquals(2, again.known());
        assertEquals(before, filesOf("lake"));
    }

    @Test
    void aCopyInTheSameIngestIsADuplicateToo() throws IOException {
        Path log = Lines.write(folder.resolve("calls.jsonl"), Lines.call("1"));
        Path copy = Files.copy(log, folder.resolve("copy.jsonl"));

        assertEquals(new RowCounts(2, 1, 1, 0), ingest(log, copy).rows());
        assertEquals(1, lake.sources().count());
    }

    @Test
    void aCallIsKeptOnceAcrossFilesAndIngests() throws IOException {
        ingest(Lines.write(folder.resolve("monday.jsonl"), Lines.call("1"), Lines.call("2")));

        IngestResult result = ingest(
                Lines.write(folder.resolve("tuesday.jsonl"), Lines.call("2"), Lines.call("3")),
                Lines.write(folder.resolve("wednesday.jsonl"), Lines.call("3"), Lines.call("4")));

        assertEquals(new RowCounts(4, 2, 2, 0), result.rows());
        assertEquals(List.of("1", "2", "3", "4"), callIds());
    }

    @Test
    void anOutcomeOfTheSameDrawIsKeptOnce() throws IOException {
        ingest(Lines.write(folder.resolve("replay.jsonl"), OUTCOME.formatted(0), OUTCOME.formatted(1)));

        IngestResult again = ingest(Lines.write(
                folder.resolve("late.jsonl"), OUTCOME.formatted(1).replace("\"score\":1", "\"score\":1.0")));

        assertEquals(new RowCounts(1, 0, 1, 0), again.rows());
        assertEquals(2, lake.outcomes().count());
    }

    @Test
    void theLedgerHoldsTheCountsOfEveryFile() throws IOException {
        Path log = Lines.write(folder.resolve("calls.jsonl"), Lines.call("1"), Lines.call("1"), "{");
        ingest(log);

        IngestedFile entry = IngestedFile.of(lake.sources().first());

        assertEquals(new RowCounts(3, 1, 1, 1), entry.counts());
        assertEquals(log.toString(), entry.path());
        assertEquals("canonical", entry.format());
        assertEquals(Files.size(log), entry.bytes());
        assertEquals(PriceBook.builtIn().version(), entry.priceVersion());
        assertEquals(CLOCK.instant(), entry.ingestedAt());
    }

    @Test
    void aCrashBetweenCommitsIsRepairedByIngestingAgain() throws IOException {
        Path log = Lines.write(folder.resolve("calls.jsonl"), Lines.call("1"), Lines.call("1"), Lines.call("2"), "{");
        Path other = Lines.write(folder.resolve("before.jsonl"), Lines.call("2"), Lines.call("3"));
        assertThrows(SimulatedCrash.class, () -> ingest(SimulatedCrash.after(LakeTable.CALLS), log));
        assertEquals(List.of("1", "2"), callIds());
        assertEquals(0, lake.sources().count());

        // Together with a file that would have come first: what is in the lake keeps its place.
        IngestResult repaired = ingest(other, log);

        assertEquals(new RowCounts(6, 3, 2, 1), repaired.rows());
        assertEquals(List.of("1", "2", "3"), callIds());
        assertEquals(1, lake.quarantine().count());
        assertEquals(2, lake.sources().count());
    }

    @Test
    void aCrashBeforeTheLedgerIsRepairedByIngestingAgain() throws IOException {
        Path log = Lines.write(folder.resolve("calls.jsonl"), Lines.call("1"), "{");
        assertThrows(SimulatedCrash.class, () -> ingest(SimulatedCrash.after(LakeTable.QUARANTINE), log));

        assertEquals(new RowCounts(2, 1, 0, 1), ingest(log).rows());
        assertEquals(List.of("1"), callIds());
        assertEquals(1, lake.quarantine().count());
    }

    @Test
    void anIngestThatIsOvertakenLooksAgainAndWritesNothingTwice() throws IOException {
        Path log = Lines.write(folder.resolve("calls.jsonl"), Lines.call("1"), Lines.call("2"), "{");
        Path other = Lines.write(folder.resolve("other.jsonl"), Lines.call("2"), Lines.call("3"));
        boolean[] overtaken = {false};

        IngestResult result = ingest(
                table -> {
                    if (!overtaken[0]) {
                        overtaken[0] = true;
                        ingest(log);
                    }
                },
                log,
                other);

        assertEquals(new RowCounts(5, 1, 4, 0), result.rows());
        assertEquals(List.of("1", "2", "3"), callIds());
        assertEquals(1, lake.quarantine().count());
        assertEquals(2, lake.sources().count());
    }

    private IngestResult ingest(Path... files) {
        return ingest(table -> {}, files);
    }

    private IngestResult ingest(Commits commits, Path... files) {
        SparkSession spark = SharedSpark.session();
        ReadingRules rules = new ReadingRules(
                TextPolicy.keep(List.of()),
                null,
                PriceBook.builtIn().toJson(),
                Map.of(),
                new TaskAssignment(List.of()),
                null);
        Inventory inventory = InventoryTaking.of(
                        "auto", rules.options(), spark.sparkContext().hadoopConfiguration())
                .take(Stream.of(files).map(Path::toString).toList());
        LakeWriter writer = new LakeWriter(lake, CLOCK, PriceBook.builtIn().version(), null, commits);
        return new IngestJob(lake, rules, writer).run(inventory);
    }

    private List<String> callIds() {
        return lake.calls().orderBy(col("call_id")).select("call_id").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private List<String> filesOf(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private static final class SimulatedCrash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        static Commits after(LakeTable last) {
            return table -> {
                if (table == last) {
                    throw new SimulatedCrash();
                }
            };
        }
    }
}
