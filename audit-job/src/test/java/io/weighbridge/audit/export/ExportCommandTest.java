package io.weighbridge.audit.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Lake;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    @TempDir
    Path folder;

    @BeforeEach
    void ingest() throws IOException {
        SharedSpark.session();
        Path log = Files.writeString(
                folder.resolve("calls.jsonl"),
                String.join(
                        "\n",
                        call("1", "sim-small", ",\"prompt\":\"Where, \\\"exactly\\\"?\""),
                        call("2", "sim-small", ",\"updated_at\":\"2026-11-01T00:00:00Z\""),
                        call("3", "sim-small", ",\"billed_cost_usd\":\"0.5\""),
                        call("4", "=cmd()", ",\"billed_cost_usd\":\"0.25\""),
                        call("5", "nobody-knows", ""),
                        call("6", "nobody-knows", "")
                                .replace(",\"input_tokens\":1000,\"cache_read_tokens\":400,\"output_tokens\":100", ""),
                        "{\"format\":\"weighbridge-call/1\"}"));
        run("ingest", "--lake", lake("lake"), log.toString());
    }

    @Test
    void focusRowsAddUpToTheSpendOfTheLakeExactly() throws IOException {
        Path out = folder.resolve("focus.parquet");
        run("export", "--lake", lake("lake"), "--as", "focus", "--out", out.toString());

        List<Row> rows = SharedSpark.session()
                .read()
                .format("parquet")
                .load(out.toString())
                .collectAsList();
        BigDecimal billed = rows.stream()
                .map(row -> row.<BigDecimal>getAs("BilledCost"))
                .filter(cost -> cost != null)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertEquals(BigDecimal.valueOf(spend("lake"), 12), billed);
        assertTrue(rows.stream().noneMatch(row -> row.getAs("ChargeCategory").equals("Credit")));
    }

    @Test
    void aLakeOfTheExportedRowsHasTheSameSpend() throws IOException {
        Path out = folder.resolve("focus.csv");
        run("export", "--lake", lake("lake"), "--as", "focus", "--out", out.toString());

        run("ingest", "--lake", lake("copy"), out.toString());

        assertEquals(spend("lake"), spend("copy"));
        assertEquals(
                0, Lake.at(SharedSpark.session(), lake("copy")).quarantine().count());
    }

    private long spend(String name) {
        return Lake.at(SharedSpark.session(), lake(name))
                .calls()
                .selectExpr("sum(spend_picodollars)")
                .first()
                .getLong(0);
    }

    @Test
    void callsOfUnknownCostHaveAnEmptyCostAndAStatus() throws IOException {
        Path out = folder.resolve("focus.csv");
        run("export", "--lake", lake("lake"), "--as", "focus", "--out", out.toString());

        List<String> lines = Files.readAllLines(out);
        assertTrue(lines.get(0).startsWith("BilledCost,BillingAccountId,"), lines.get(0));
        List<String> unknown =
                lines.stream().filter(line -> line.contains("nobody-knows")).toList();
        assertEquals(4, unknown.size(), "input, cached and output tokens, and the call without usage");
        for (String line : unknown) {
            assertTrue(line.startsWith(","), "no cost, not zero: " + line);
        }
        assertEquals(
                3, unknown.stream().filter(line -> line.contains(",unpriced,")).count());
        assertEquals(
                1,
                unknown.stream()
                        .filter(line -> line.contains(",usage-missing,"))
                        .count());
        assertTrue(lines.stream().anyMatch(line -> line.contains(",'=cmd(),")), "no formula for a spreadsheet");
        assertTrue(
                lines.stream().anyMatch(line -> line.contains(",Adjustment,") && line.contains("Billed Difference")),
                "what was billed beyond the price book");
    }

    @Test
    void callsAreReadBackAsTheyWere() throws IOException {
        for (String ending : List.of("jsonl", "jsonl.gz")) {
            Path out = folder.resolve("out." + ending);
            run("export", "--lake", lake("lake"), "--as", "calls", "--out", out.toString());
            run("ingest", "--lake", lake("copy-" + ending), out.toString());

            assertEquals(rows("lake"), rows("copy-" + ending));
        }
    }

    @Test
    void spendHasALineForEachDayTeamTaskAndModel() throws IOException {
        Path out = folder.resolve("spend.csv");
        run("export", "--lake", lake("lake"), "--as", "spend", "--out", out.toString(), "--from", "2026-10-31");

        List<String> lines = Files.readAllLines(out);
        assertEquals(4, lines.size());
        assertTrue(
                lines.contains("2026-10-31,desk,,triage,=cmd(),1,1000,100,".replace("=cmd", "'=cmd")
                        + "0.250000000000,0.000000000000,0.250000000000,0.250000000000,0.250000000000,0,0,0"),
                lines.toString());
    }

    @Test
    void aWindowWithoutCallsGivesAHeaderOnly() throws IOException {
        Path out = folder.resolve("none.csv");
        run("export", "--lake", lake("lake"), "--as", "focus", "--out", out.toString(), "--from", "2027-01-01");
        assertEquals(1, Files.readAllLines(out).size());
    }

    @Test
    void anotherEndingIsRefused() {
        CommandRun refused =
                CommandRun.of("export", "--lake", lake("lake"), "--as", "calls", "--out", folder + "/calls.csv");
        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("--out: must end with .jsonl or .jsonl.gz"), refused.err());
        assertFalse(Files.exists(folder.resolve("calls.csv")));
    }

    @Test
    void whatToWriteAndWhereIsAskedForButNotBesideASubcommand() {
        assertRefused("Missing required options: '--as=focus|calls|spend', '--out=FILE'", "--lake", lake("lake"));
        assertRefused("Missing required option: '--out=FILE'", "--as", "calls");
        assertRefused("Missing required option: '--as=focus|calls|spend'", "--out", "x.csv");
        assertRefused("the lake has no audit", "finetune", "--lake", lake("lake"));
        assertRefused(
                "finetune: options stand behind it, --lake, --as stood before",
                "--lake",
                "x",
                "--as",
                "calls",
                "finetune");
    }

    private static void assertRefused(String message, String... arguments) {
        List<String> all = new ArrayList<>(List.of("export"));
        all.addAll(List.of(arguments));
        CommandRun refused = CommandRun.of(all.toArray(String[]::new));
        assertEquals(2, refused.status());
        assertTrue(refused.err().contains(message), refused.err());
    }

    private static String call(String id, String model, String more) {
        return """
                {"format":"weighbridge-call/1","source":"gateway","call_id":"%s","occurred_at":"2026-10-31T23:30:00Z",\
                "team":"desk","task":"triage","requested_model":"%s","provider":"simulated","status":"ok","attempt":1\
                ,"input_tokens":1000,"cache_read_tokens":%d,"output_tokens":100%s}""".formatted(id, model, model.equals("nobody-knows") ? 400 : 0, more);
    }

    private String lake(String name) {
        return folder.resolve(name).toString();
    }

    private List<String> rows(String lake) {
        List<String> rows = new ArrayList<>(Lake.at(SharedSpark.session(), lake(lake))
                .calls()
                .drop("file_sha256", "line", "is_correction")
                .toJSON()
                .collectAsList());
        rows.sort(null);
        return rows;
    }

    private static void run(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.status(), run.err());
    }
}
