package io.weighbridge.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.weighbridge.audit.anomaly.AnomalyOptions;
import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.ingest.IngestCommand;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.FeatureColumns;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.levers.LeverOptions;
import io.weighbridge.audit.report.AuditJob;
import io.weighbridge.audit.report.AuditSummary;
import io.weighbridge.audit.report.AuditSummary.VerdictLine;
import io.weighbridge.cli.Application;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Console;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.routing.FeatureExtractor;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.tokenlog.Manifest;
import io.weighbridge.tokenlog.PriceBook;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole audits of small lakes. */
class AuditJobTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.UTC);

    @TempDir
    private static Path folder;

    private static SparkSession spark;
    private static AuditSummary whole;
    private static Path month;

    @BeforeAll
    static void ingestAMonth() throws IOException {
        spark = SharedSpark.session();
        List<String> lines = new ArrayList<>();
        lines.add(LogLines.call(
                "c1", "2026-11-01T09:00:00Z", "\"task\":\"triage\",\"team\":\"care\"", "large", "0.123456789012"));
        lines.add(LogLines.call(
                "c2",
                "2026-11-02T09:00:00Z",
                "\"task\":\"triage\",\"team\":\"<b>care</b>\"",
                "large",
                "0.000000000001"));
        lines.add(LogLines.call("c3", "2026-11-02T10:00:00Z", "\"application\":\"chat\"", "nobody-knows-it", null));
        Path calls = Files.write(folder.resolve("calls.jsonl"), lines);
        List<String> outcomes = new ArrayList<>();
        for (int draw = 0; draw < 600; draw++) {
            outcomes.add(LogLines.outcome(draw, "large", 1, draw % 2 == 0 ? "0.020" : "0.022"));
            outcomes.add(LogLines.outcome(draw, "small", draw % 100 == 0 ? 0 : 1, "0.005"));
        }
        Path replay = Files.write(folder.resolve("outcomes.jsonl"), outcomes);
        month = folder.resolve("month");
        assertEquals(
                0,
                application(System.out).run("ingest", "--lake", month.toString(), calls.toString(), replay.toString()));
        whole = audit(month, options());
    }

    @Test
    void spendIsTheExactSumAndWhatIsUnknownStaysOutOfIt() throws IOException {
        assertEquals(3, whole.calls());
        assertEquals(new BigDecimal("0.123456789013"), whole.spendUsd());
        assertEquals(1, whole.unpricedCalls());
        assertTrue(Objects.requireNonNull(whole.spendIntervalUsd().get(1)).compareTo(whole.spendUsd()) > 0);
        assertEquals("large", whole.byModel().get(0).model());
        assertEquals("2026-11-01", String.valueOf(whole.window().from()));
    }

    @Test
    void replayedTasksGetAnEstimateAnIntervalAndASaving() throws IOException {
        VerdictLine triage = verdict(whole, "triage");

        assertEquals("replayed", triage.status());
        assertEquals("large", triage.incumbent());
        assertEquals(-0.01, known(triage.estimate()), 1e-12);
        assertEquals("smaller-suffices", triage.verdict());
        // The draws save 0.015 and 0.017 USD by turns at N q = 1; the frame has 2,000 calls.
        assertEquals(32, Objects.requireNonNull(triage.savingUsd()).doubleValue(), 1e-9);
        assertTrue(Objects.requireNonNull(triage.savingLowUsd()).doubleValue() < 32);
        assertTrue(known(triage.low()) < -0.01 && known(triage.high()) > -0.01);
    }

    @Test
    void jointSavingNeverExceedsTheSpend() throws IOException {
        assertEquals(new BigDecimal("0.123456789013"), whole.jointSavingUsd());
    }

    @Test
    void tasksWithoutOutcomesAreUnknownWithoutNumbers() throws IOException {
        VerdictLine chat = verdict(whole, "no-task");

        assertEquals("unknown", chat.verdict());
        assertNull(chat.estimate());
        assertNull(chat.savingUsd());
        assertNull(chat.incumbent());
    }

    @Test
    void rulesNameTheTaskOfCallsThatHaveNone() throws IOException {
        TaskRule rule = new TaskRule("smalltalk", "chat", Map.of(), null);

        AuditSummary summary = job(options(), List.of(rule)).run(Lake.at(spark, month.toString()));

        assertEquals(
                List.of("triage", "smalltalk"),
                summary.byTask().stream().map(task -> task.name()).toList());
    }

    @Test
    void theWindowBoundsCallsAndKeepsReplaysWhole() throws IOException {
        AuditOptions secondDay =
                new AuditOptions(LocalDate.parse("2026-11-02"), null, 0.05, 0.95, null, Map.of(), List.of(), List.of());

        AuditSummary summary = audit(month, secondDay);

        assertEquals(2, summary.calls());
        assertEquals(600, verdict(summary, "triage").clusters());
    }

    @Test
    void equalInputsAndClocksGiveEqualBytes() throws IOException {
        Path first = folderOf(whole);
        SortedMap<String, byte[]> bytes = contents(first);

        Path second = folderOf(audit(month, options()));

        assertEquals(first, second);
        SortedMap<String, byte[]> again = contents(second);
        assertEquals(bytes.keySet(), again.keySet());
        bytes.forEach((name, content) -> assertArrayEquals(content, again.get(name), name));
    }

    @Test
    void theSummaryIsWhatItsSchemaSays() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(AuditJob.class.getResourceAsStream("summary.schema.json"));

        for (AuditSummary summary : List.of(whole, audit(month, options("small", "large")))) {
            JsonNode written =
                    new JsonMapper().readTree(Files.readString(folderOf(summary).resolve("summary.json")));

            assertEquals(Set.of(), schema.validate(written));
        }
    }

    @Test
    void whatIsWrittenWhileAnAuditReadsIsNotInIt() throws IOException {
        Path lake = folder.resolve("pinned");
        ingest(Map.of(), lake, "none", "calls.jsonl");
        Lake pinned = Lake.at(spark, lake.toString()).pinned();
        long calls = pinned.calls().count();

        ingest(Map.of(), lake, "none", "outcomes.jsonl");

        assertEquals(0, pinned.outcomes().count());
        assertEquals(calls, pinned.calls().count());
        assertTrue(Lake.at(spark, lake.toString()).outcomes().count() > 0);
        assertEquals(Set.of("calls", "sources"), pinned.versions().keySet());
    }

    @Test
    void theManifestListsEveryFileAsItIs() throws IOException {
        Path audit = folderOf(whole);

        Manifest manifest = Manifest.read(audit).orElseThrow();

        assertEquals(List.of(), manifest.differences(audit));
        assertEquals(
                List.of(
                        "anomalies.parquet",
                        "evidence.parquet",
                        "levers.parquet",
                        "report.html",
                        "slices.parquet",
                        "spend.parquet",
                        "summary.json",
                        "training-set.parquet"),
                manifest.files().stream().map(Manifest.Entry::name).toList());
    }

    @Test
    void theTrainingSetWeighsUnitsByTheirDraws() throws IOException {
        Path audit = folderOf(whole);

        Row sums = spark.read()
                .parquet(audit.resolve("training-set.parquet").toString())
                .selectExpr(
                        "count(*)", "count(distinct unit_id)", "sum(weight)", "min(incumbent)", "max(cost_picodollars)")
                .head();

        assertEquals(1_200, sums.getLong(0));
        assertEquals(600, sums.getLong(1));
        assertEquals(2 * 2_000, sums.getDouble(2), 1e-9);
        assertEquals("large", sums.getString(3));
        assertEquals(22_000_000_000L, sums.getLong(4));
    }

    @Test
    void theTrainingSetSaysItsVersion() throws IOException {
        Path file = folderOf(whole).resolve("training-set.parquet");

        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()),
                spark.sparkContext().hadoopConfiguration()))) {
            assertEquals(
                    "weighbridge-training-set/1",
                    reader.getFileMetaData().getKeyValueMetaData().get("weighbridge.format"));
        }
    }

    @Test
    void spendParquetAddsUpToTheSummary() throws IOException {
        Row sums = spark.read()
                .parquet(Path.of(whole.report()).resolveSibling("spend.parquet").toString())
                .selectExpr("sum(spend_usd)", "sum(calls)")
                .head();

        assertEquals(whole.spendUsd(), sums.getDecimal(0));
        assertEquals(3, sums.getLong(1));
    }

    @Test
    void theReportEscapesNamesAndLoadsNothing() throws IOException {
        String html = Files.readString(Path.of(whole.report()));

        assertTrue(html.contains("&lt;b&gt;care&lt;"));
        assertFalse(html.contains("<b>care"));
        assertFalse(html.contains("<script"));
        assertFalse(html.contains("http://") || html.contains("https://"));
    }

    @Test
    void scoresFoundInLogsCountOnlyIfTheSettingsNameThemAndTakeTheTaskOfTheirCall() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String model : List.of("large", "small")) {
            for (int i = 0; i < 12; i++) {
                lines.add(
                        "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"%s\",\"task\":\"named otherwise\",\"model\":\"%s\","
                                        .formatted(i == 0 ? "c1" : "x" + i, model)
                                + "\"score\":%d,\"label_source\":\"langfuse/EVAL/%s\"}"
                                        .formatted(i % 2, i == 0 ? "correctness" : "toxicity"));
            }
        }
        Path scores = Files.write(folder.resolve("scores.jsonl"), lines);
        Path calls = folder.resolve("calls.jsonl");
        Path lake = folder.resolve("scored");
        assertEquals(
                0,
                application(System.out).run("ingest", "--lake", lake.toString(), calls.toString(), scores.toString()));

        assertEquals(0, audit(lake, options()).units());
        AuditOptions named =
                new AuditOptions(null, null, 0.05, 0.95, null, Map.of(), List.of(), List.of("correctness"));
        AuditSummary scored = audit(lake, named);
        assertEquals(1, scored.units());
        assertEquals("small", verdict(scored, "triage").candidate());
    }

    @Test
    void underFeaturesAnAuditSaysTheSameAndItsTrainingSetHoldsFeaturesInThePlaceOfPrompts() throws IOException {
        Path lake = folder.resolve("features");
        ingest(Map.of("WEIGHBRIDGE_HASH_KEY", "0123456789abcdef"), lake, "features", "calls.jsonl", "outcomes.jsonl");

        AuditSummary summary = audit(lake, options());

        assertEquals(whole.spendUsd(), summary.spendUsd());
        assertEquals(whole.units(), summary.units());
        assertEquals(
                verdict(whole, "triage").verdict(), verdict(summary, "triage").verdict());
        assertEquals(
                verdict(whole, "triage").clusters(), verdict(summary, "triage").clusters());
        String[] ofPrompts = {"cluster_id", "prompt", "prompt_reading", "prompt_measures", "word_hashes", "pair_hashes"
        };
        assertEquals(
                rows(trainingSet(whole).drop(ofPrompts)),
                rows(trainingSet(summary).drop(ofPrompts)));
        assertEquals(0, trainingSet(summary).filter("prompt is not null").count());
        FeatureExtractor extractor = FeatureExtractor.of(FeatureSchema.defaults());
        for (Row row : trainingSet(summary).collectAsList()) {
            String prompt = "prompt " + row.<String>getAs("unit_id").substring(1);
            assertEquals(extractor.promptFeatures(prompt), FeatureColumns.features(new Cells(row), ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep", "features", "none"})
    void equalPromptsAreOneClusterWhateverIsKeptOfThem(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int unit = 0; unit < 12; unit++) {
            for (String model : List.of("large", "small")) {
                lines.add(LogLines.outcome(unit, model, 1, "0.01").replace("\"prompt " + unit, "\"prompt " + unit % 6));
            }
        }
        Files.write(folder.resolve("twice.jsonl"), lines);
        Path lake = folder.resolve("twice-" + text);
        ingest(Map.of("WEIGHBRIDGE_HASH_KEY", "0123456789abcdef"), lake, text, "calls.jsonl", "twice.jsonl");

        Row counts = trainingSet(audit(lake, options()))
                .selectExpr("count(distinct unit_id)", "count(distinct cluster_id)")
                .head();

        assertEquals(12, counts.getLong(0));
        assertEquals(6, counts.getLong(1));
    }

    @Test
    void aCallWithoutUsageStaysOutOfTheExactSumAndIsBoundedByItsText() throws IOException {
        String call = "{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"occurred_at\":\"2026-11-01T10:00:00Z\","
                + "\"requested_model\":\"m\",\"provider\":\"p\",\"status\":\"ok\",\"call_id\":";
        Files.writeString(
                folder.resolve("streams.jsonl"),
                call + "\"metered\",\"input_tokens\":1000000,\"output_tokens\":0}\n" + call
                        + "\"stream\",\"input_token_estimate\":100,\"output_token_estimate\":40}\n");
        Path lake = folder.resolve("streams");
        Path dollar = book("1");
        assertEquals(
                0,
                CommandRun.of(
                                "ingest",
                                "--lake",
                                lake.toString(),
                                "--prices",
                                dollar.toString(),
                                folder.resolve("streams.jsonl").toString())
                        .status());

        AuditSummary before = audit(lake, options());
        CommandRun.of(
                "prices",
                "recompute",
                "--apply",
                "--lake",
                lake.toString(),
                "--prices",
                book("2").toString());
        AuditSummary after = audit(lake, options());

        // Half of 140 tokens at least, twice of them and 700 more at most, at 1 and then at 2 dollars a million.
        assertEquals(1, before.usageMissingCalls());
        assertEquals(1, before.estimatedCalls());
        assertEquals(new BigDecimal("1.000000000000"), before.spendUsd());
        assertEquals(
                List.of(new BigDecimal("1.000070000000"), new BigDecimal("1.000980000000")), before.spendIntervalUsd());
        assertEquals(
                List.of(new BigDecimal("2.000140000000"), new BigDecimal("2.001960000000")), after.spendIntervalUsd());
        assertTrue(
                Files.readString(Path.of(after.report())).contains("a tokenizer's count of their texts bounds them"));
    }

    private static Path book(String price) throws IOException {
        return Files.writeString(folder.resolve("book-" + price + ".json"), """
                {"format":"weighbridge-prices/1","entries":[{"model":"m","input":"%s","cache_read":"%s","output":"%s",
                "source":"test","as_of":"2026-10-01"}]}""".formatted(price, price, price));
    }

    @Test
    void anEmptyLakeIsRefusedWithWhatToDo() {
        Path empty = folder.resolve("empty");

        BadInputException refused = assertThrows(BadInputException.class, () -> audit(empty, options()));

        String message = String.valueOf(refused.getMessage());
        assertTrue(
                message.endsWith("empty: the lake holds no calls and no outcomes; read some first: "
                        + "weighbridge ingest --lake DIR PATH..."),
                message);
        assertFalse(Files.exists(empty.resolve("audits/20261122T101530Z")));
    }

    private static AuditOptions options(String... candidates) {
        return new AuditOptions(null, null, 0.05, 0.95, null, Map.of(), List.of(candidates), List.of());
    }

    private static AuditSummary audit(Path lake, AuditOptions options) throws IOException {
        return job(options, List.of()).run(Lake.at(spark, lake.toString()));
    }

    private static AuditJob job(AuditOptions options, List<TaskRule> rules) {
        return new AuditJob(
                options,
                rules,
                Map.of(),
                PriceBook.builtIn(),
                new LeverOptions(24, 5, List.of(), List.of()),
                new AnomalyOptions(1, 8, 1),
                CLOCK,
                null);
    }

    private static void ingest(Map<String, String> environment, Path lake, String text, String... names) {
        List<String> arguments = new ArrayList<>(List.of("ingest", "--lake", lake.toString(), "--text", text));
        for (String name : names) {
            arguments.add(folder.resolve(name).toString());
        }
        CommandRun run = CommandRun.of(environment, arguments.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
    }

    private static Dataset<Row> trainingSet(AuditSummary summary) {
        return spark.read()
                .parquet(folderOf(summary).resolve("training-set.parquet").toString());
    }

    private static List<String> rows(Dataset<Row> table) {
        return table.toJSON().collectAsList().stream().sorted().toList();
    }

    private static VerdictLine verdict(AuditSummary summary, String task) {
        return summary.verdicts().stream()
                .filter(line -> line.task().equals(task))
                .findFirst()
                .orElseThrow();
    }

    private static double known(@Nullable Double number) {
        return Objects.requireNonNull(number);
    }

    private static Path folderOf(AuditSummary summary) {
        return Path.of(summary.report()).resolveSibling("");
    }

    /** The files of an audit by name, without the checksums that the file system keeps beside them. */
    private static SortedMap<String, byte[]> contents(Path audit) throws IOException {
        try (var paths = Files.list(audit)) {
            SortedMap<String, byte[]> contents = new TreeMap<>();
            for (Path path : paths.toList()) {
                String name = path.getFileName().toString();
                if (!name.endsWith(".crc")) {
                    contents.put(name, Files.readAllBytes(path));
                }
            }
            return contents;
        }
    }

    static Application application(PrintStream out) {
        SharedSpark.session();
        Console console = new Console(out, System.err, Map.of(), 0);
        return new Application(console, new IngestCommand(), new AuditCommand(CLOCK));
    }
}
