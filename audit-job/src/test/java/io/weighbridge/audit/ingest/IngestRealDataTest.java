package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.tokenlog.Usd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Public logs and benchmarks into a lake: exact counts, exact money. */
@EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
class IngestRealDataTest {
    private static final Path DATA = Path.of(System.getProperty("weighbridge.data", ""));
    private static final Path ROOT = Path.of(System.getProperty("weighbridge.root", "."));
    private static final int COST_COLUMN = 10;

    @TempDir
    Path folder;

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @Test
    void theBilledTotalOfTheAgentLogIsTheFilesToTheCent() throws IOException {
        Path log = DATA.resolve("tau2_bench/calls.csv.gz");
        String mapping = ROOT.resolve("token-log/mappings/tau2-calls.json").toString();

        assertCounts(
                "\"files\":1,\"read\":2564,\"accepted\":2564,\"duplicate\":0,\"quarantined\":0", ingest(log, mapping));

        long billed = lake().calls()
                .agg(sum(coalesce(col("billed_picodollars"), lit(0L))))
                .first()
                .getLong(0);
        assertEquals(cents(totalCost(log)), cents(new Usd(billed).toBigDecimal()));
        assertCounts(
                "\"files\":1,\"read\":2564,\"accepted\":0,\"duplicate\":2564,\"quarantined\":0", ingest(log, mapping));
    }

    @Test
    void aZeroForAModelWithoutAPriceIsUnpriced() {
        ingest(
                DATA.resolve("tau2_bench/calls.csv.gz"),
                ROOT.resolve("token-log/mappings/tau2-calls.json").toString());

        long billedZero =
                lake().calls().filter(col("billed_picodollars").equalTo(0)).count();
        long unpriced = lake().calls()
                .filter(col("billed_picodollars").equalTo(0))
                .filter(col("pricing_status").equalTo("unpriced"))
                .filter(col("spend_picodollars").isNull())
                .count();

        assertTrue(billedZero > 0);
        assertEquals(billedZero, unpriced);
    }

    @Test
    void benchmarksAreOutcomesWithExactCounts() {
        CommandRun run = CommandRun.of(
                "ingest",
                "--lake",
                folder.resolve("lake").toString(),
                "--json",
                DATA.resolve("routellm/*_outcomes.csv.gz").toString(),
                DATA.resolve("routellm/*_prompts.jsonl.gz").toString(),
                DATA.resolve("mmlu_pro/*.gz").toString());

        // 28,084 + 2,638 + 320 + 167,531 rows; the rows of 5 + 12 + 8 contaminated prompts are rejected:
        // two models each, and two turns each in MT-Bench.
        assertCounts("\"files\":4,\"read\":198573,\"accepted\":198507,\"duplicate\":0,\"quarantined\":66", run);
        assertEquals(
                66,
                lake().quarantine().filter(col("field").equalTo("contaminated")).count());
        assertEquals(
                167_531,
                lake().outcomes().filter(col("task").startsWith("mmlu_pro/")).count());
        assertEquals(
                28,
                lake().outcomes()
                        .filter(col("task").startsWith("mmlu_pro/"))
                        .select("model")
                        .distinct()
                        .count());
        assertEquals(0, lake().outcomes().filter(col("prompt").isNull()).count());
    }

    private CommandRun ingest(Path log, String mapping) {
        return CommandRun.of(
                "ingest", "--lake", folder.resolve("lake").toString(), "--mapping", mapping, "--json", log.toString());
    }

    private static void assertCounts(String counts, CommandRun run) {
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains(counts), run.out());
    }

    private Lake lake() {
        return Lake.at(SharedSpark.session(), folder.resolve("lake").toString());
    }

    private static BigDecimal totalCost(Path log) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(log)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1)[COST_COLUMN])
                    .filter(cost -> !cost.isEmpty())
                    .map(BigDecimal::new)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    private static BigDecimal cents(BigDecimal usd) {
        return usd.setScale(2, RoundingMode.HALF_EVEN);
    }
}
