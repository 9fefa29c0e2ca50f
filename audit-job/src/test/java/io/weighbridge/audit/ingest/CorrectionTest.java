package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.IngestedFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.RowCounts;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.audit.spend.SpendQuery;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a source corrects later: the latest version of a call counts, whatever the order they come in. */
class CorrectionTest {
    @TempDir
    Path folder;

    private Lake lake = Lake.at(SharedSpark.session(), "unset");

    @BeforeEach
    void openLake() {
        lake = lakeNamed("lake");
    }

    @Test
    void aLaterVersionTakesThePlaceOfTheEarlierRow() throws IOException {
        ingest(file("monday", call("1", 1, 100), call("2", 1, 100)));

        RowCounts counts = ingest(file("tuesday", call("1", 2, 300), call("3", 1, 50)));

        assertEquals(new RowCounts(2, 2, 0, 0, 1), counts);
        assertEquals(List.of(call("1", 2, 300), call("2", 1, 100), call("3", 1, 50)), calls(lake));
        assertEquals(Set.of(new RowCounts(2, 2, 0, 0, 1), new RowCounts(2, 2, 0, 0)), new HashSet<>(ledger()));
        assertEquals(450, outputTokens(), "a superseded row is in no total");
        assertEquals(1, lake.calls().filter("is_correction").count());
    }

    @Test
    void anEqualOrEarlierVersionIsADuplicate() throws IOException {
        ingest(file("monday", call("1", 2, 100)));

        assertEquals(new RowCounts(1, 0, 1, 0), ingest(file("late", call("1", 1, 300))));
        assertEquals(new RowCounts(1, 0, 1, 0), ingest(file("again", call("1", 2, 400))));
        assertEquals(new RowCounts(1, 0, 1, 0), ingest(file("undated", undated("1", 500))));
        assertEquals(List.of(call("1", 2, 100)), calls(lake));
    }

    @Test
    void anyVersionIsLaterThanARowThatDoesNotSayWhenItWasChanged() throws IOException {
        ingest(file("undated", undated("1", 500)));

        assertEquals(new RowCounts(1, 1, 0, 0, 1), ingest(file("dated", call("1", 1, 100))));
        assertEquals(List.of(call("1", 1, 100)), calls(lake));
    }

    @Test
    void ofSeveralVersionsInOneIngestTheLatestIsAccepted() throws IOException {
        assertEquals(
                new RowCounts(4, 1, 3, 0),
                ingest(file("a", call("1", 1, 100), call("1", 3, 300), undated("1", 7)), file("b", call("1", 2, 200))));
        assertEquals(List.of(call("1", 3, 300)), calls(lake));
    }

    @Test
    void aCorrectedDayMovesTheCall() throws IOException {
        ingest(file("monday", call("1", 1, 100)));

        String moved = call("1", 2, 100).replace("2026-10-31T23:30:00Z", "2026-11-01T00:30:00Z");
        ingest(file("tuesday", moved));

        assertEquals(List.of(moved), calls(lake));
        assertEquals("2026-11-01", lake.calls().first().getAs("day").toString());
    }

    @Test
    void aCrashAfterACorrectionIsRepairedWithTheSameCounts() throws IOException {
        ingest(file("monday", call("1", 1, 100), call("2", 1, 100)));
        Path tuesday = file("tuesday", call("1", 2, 300), call("3", 1, 50));
        Commits crash = table -> {
            if (table == LakeTable.CALLS) {
                throw new IllegalStateException("crash");
            }
        };
        assertThrows(IllegalStateException.class, () -> ingest(crash, lake, tuesday));
        assertEquals(List.of(call("1", 2, 300), call("2", 1, 100), call("3", 1, 50)), calls(lake));

        assertEquals(new RowCounts(2, 2, 0, 0, 1), ingest(tuesday));
        assertEquals(List.of(call("1", 2, 300), call("2", 1, 100), call("3", 1, 50)), calls(lake));
    }

    @Test
    void aCorrectionThatIsOvertakenByALaterOneGivesWay() throws IOException {
        ingest(file("monday", call("1", 1, 100)));
        Path second = file("tuesday", call("1", 2, 200), "{");
        Path third = file("wednesday", call("1", 3, 300), "{ ");
        boolean[] overtaken = {false};

        RowCounts counts = ingest(
                table -> {
                    if (!overtaken[0]) {
                        overtaken[0] = true;
                        ingest(table2 -> {}, lake, third);
                    }
                },
                lake,
                second);

        assertEquals(new RowCounts(2, 0, 1, 1), counts);
        assertEquals(List.of(call("1", 3, 300)), calls(lake));
    }

    @Test
    void anyOrderOfRowsAndFilesGivesTheSameCalls() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String id : List.of("1", "2", "3")) {
            rows.add(undated(id, 10));
            rows.add(call(id, 1, 20));
            rows.add(call(id, 2, 30));
        }
        List<String> expected = List.of(call("1", 2, 30), call("2", 2, 30), call("3", 2, 30));
        for (int seed = 0; seed < 2; seed++) {
            Random random = new Random(seed);
            Collections.shuffle(rows, random);
            Lake shuffled = lakeNamed("shuffled-" + seed);
            int cut = random.nextInt(1, rows.size());
            Path first = file("first-" + seed, rows.subList(0, cut).toArray(String[]::new));
            Path second = file("second-" + seed, rows.subList(cut, rows.size()).toArray(String[]::new));
            RowCounts counts = ingest(table -> {}, shuffled, first).plus(ingest(table -> {}, shuffled, second));

            assertEquals(expected, calls(shuffled), "seed " + seed);
            assertEquals(rows.size(), counts.read());
            assertEquals(
                    shuffled.calls().count(),
                    counts.accepted() - counts.superseded(),
                    "accepted rows are there or gave way");
        }
    }

    @Test
    void aLineKeepsItsVersionThroughTheLake() throws IOException {
        ingest(file("monday", call("1", 1, 100)));

        assertFalse(calls(lake).get(0).contains("\"updated_at\":null"));
        assertTrue(calls(lake).get(0).contains("\"updated_at\":\"2026-11-01T00:00:00Z\""));
    }

    private static String call(String id, int day, long outputTokens) {
        return CanonicalCallJson.toJson(CanonicalCallJson.fromJson(undated(id, outputTokens)
                .replace("\"task\"", "\"updated_at\":\"2026-11-%02dT00:00:00Z\",\"task\"".formatted(day))));
    }

    private static String undated(String id, long outputTokens) {
        return Lines.call(id).replace("\"output_tokens\":100", "\"output_tokens\":" + outputTokens);
    }

    private Path file(String name, String... lines) throws IOException {
        return Lines.write(folder.resolve(name + ".jsonl"), lines);
    }

    private Lake lakeNamed(String name) {
        return Lake.at(SharedSpark.session(), folder.resolve(name).toString());
    }

    private RowCounts ingest(Path... files) {
        return ingest(table -> {}, lake, files);
    }

    private static RowCounts ingest(Commits commits, Lake into, Path... files) {
        ReadingRules rules = new ReadingRules(
                TextPolicy.keep(List.of()),
                null,
                PriceBook.builtIn().toJson(),
                Map.of(),
                new TaskAssignment(List.of()),
                null);
        Inventory inventory = InventoryTaking.of(
                        "canonical",
                        rules.options(),
                        into.spark().sparkContext().hadoopConfiguration())
                .take(Stream.of(files).map(Path::toString).toList());
        LakeWriter writer =
                new LakeWriter(into, Clock.systemUTC(), PriceBook.builtIn().version(), null, commits);
        return new IngestJob(into, rules, writer).run(inventory).rows();
    }

    private static List<String> calls(Lake of) {
        return of.calls().orderBy(col("call_id")).collectAsList().stream()
                .map(row -> CanonicalCallJson.toJson(CallTable.call(row)))
                .toList();
    }

    private List<RowCounts> ledger() {
        return lake.sources().collectAsList().stream()
                .map(row -> IngestedFile.of(row).counts())
                .toList();
    }

    private long outputTokens() {
        return SpendQuery.ledger(lake.calls().withColumn("task", CallTask.column(List.of())))
                .total()
                .outputTokens();
    }
}
