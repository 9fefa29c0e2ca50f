package io.weighbridge.audit.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 36 days of five teams, quiet on weekends, and one day more: like the others in the one lake; in the other with a team that spends twice as
 * much, a new model, a session that does not end, a storm of retries and a dearer price.
 */
class AnomaliesTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-09-01");
    private static final int DAYS = 37;
    private static final LocalDate LAST = FIRST.plusDays(DAYS - 1);
    private static final double DEARER = 1.05;
    private static final String HOSTILE = "<script>alert(1)</script>\\u001b[2J" + "x".repeat(200);

    @TempDir
    static Path folder = Path.of(".");

    private static JsonNode quiet;
    private static JsonNode planted;

    @BeforeAll
    static void ingest() throws IOException {
        SharedSpark.session();
        ingest("quiet", calls(new SplittableRandom(20261127), 1));
        List<String> calls = calls(new SplittableRandom(20261127), DEARER);
        calls.addAll(planted());
        ingest("planted", calls);
        quiet = json("anomalies", "--lake", lake("quiet"), "--json");
        planted = json("anomalies", "--lake", lake("planted"), "--json");
    }

    @Test
    void aQuietLakeHasNothingUnusualAndSaysWhatWasLookedAt() {
        assertEquals("[]", quiet.path("findings").toString());
        assertEquals(LAST.toString(), quiet.path("to").asText());
        assertEquals(FIRST.toString(), quiet.path("history_from").asText());
        assertEquals(1, quiet.path("false_alarms_per_month").asDouble());
        // In all; five teams; one task and one model each.
        assertEquals(8, quiet.path("series_tested").asInt());
        assertEquals(1, quiet.path("rates_tested").asInt());
        assertEquals("{}", quiet.path("not_judged").toString());
        CommandRun text = CommandRun.of("anomalies", "--lake", lake("quiet"));
        assertEquals(0, text.status());
        assertTrue(
                text.out().startsWith("nothing unusual from 2026-10-07 to 2026-10-07; 8 series of spend"), text.out());
    }

    @Test
    void aTeamThatSpendsTwiceAsMuchIsFound() {
        JsonNode team = finding("spend", "team");

        assertEquals("team-3", team.path("name").asText());
        assertEquals(2, team.path("ratio").asDouble(), 0.4);
        assertTrue(team.path("usual_low").asDouble() < team.path("expected").asDouble());
        assertTrue(team.path("usual_high").asDouble() < team.path("observed").asDouble());
        assertTrue(team.path("false_alarms_per_month").asDouble() < 1, team.toString());
        assertTrue(team.path("p_value").asDouble() < 0.01);
        JsonNode main = team.path("contributors").get(0);
        assertEquals("reports", main.path("task").asText());
        assertEquals("sim-large", main.path("model").asText());
    }

    @Test
    void aModelThatWasNeverCalledIsFound() {
        JsonNode model = finding("new-model", "model");

        assertTrue(model.path("name").asText().startsWith("<script>"));
        assertEquals(121, model.path("name").asText().length(), "bounded");
        assertEquals(3, model.path("observed").asInt());
        assertTrue(model.path("explanation").asText().contains("3 of its calls"), model.toString());
    }

    @Test
    void aSessionThatDoesNotEndIsFound() {
        JsonNode session = finding("loop", "session");

        assertEquals("desk, endless", session.path("name").asText());
        assertEquals(120, session.path("observed").asInt());
        assertEquals(1, session.path("expected").asInt());
    }

    @Test
    void aStormOfRetriesIsFoundWithItsHour() {
        JsonNode storm = finding("retry-storm", "application and model");

        assertEquals("desk on sim-large", storm.path("name").asText());
        assertTrue(
                storm.path("explanation").asText().matches(".*the worst hour is 14:00 UTC, 6\\d of 71; .*"),
                storm.toString());
    }

    @Test
    void whatIsBilledAboveThePriceBookIsFoundOnTheFirstDay() {
        JsonNode price = finding("price", "model");

        assertEquals("sim-large", price.path("name").asText());
        assertEquals(DEARER, price.path("observed").asDouble(), 1e-9);
        assertEquals(1, price.path("expected").asDouble(), 1e-9);
    }

    @Test
    void daysBeforeTheLastAreJudgedWithoutIt() throws IOException {
        JsonNode week = json("anomalies", "--lake", lake("planted"), "--days", "7", "--json");
        JsonNode before = json(
                "anomalies",
                "--lake",
                lake("planted"),
                "--to",
                LAST.minusDays(1).toString(),
                "--days",
                "6",
                "--json");

        assertEquals(planted.path("findings"), week.path("findings"));
        assertEquals(LAST.minusDays(6).toString(), week.path("from").asText());
        assertEquals("[]", before.path("findings").toString());
    }

    @Test
    void aShortHistoryIsNoVerdictAndIsSaid() throws IOException {
        JsonNode early = json(
                "anomalies", "--lake", lake("quiet"), "--to", FIRST.plusDays(5).toString(), "--json");

        assertEquals(0, early.path("series_tested").asInt());
        assertEquals(8, early.path("series_not_tested").asInt());
        for (String kind : List.of("spend", "new-model", "retry-storm")) {
            assertEquals(
                    "not enough history: 5 days with calls before 2026-09-06",
                    early.path("not_judged").path(kind).asText());
        }
    }

    @Test
    void theAuditShowsTheSameAndEscapesIt() throws IOException {
        CommandRun run = CommandRun.of("audit", "--lake", lake("planted"), "--prices", prices());
        assertEquals(0, run.status(), run.err());
        JsonNode audit = json("audit", "--lake", lake("planted"), "--prices", prices(), "--json");
        String report = Files.readString(Path.of(audit.path("report").asText()));

        assertTrue(run.out().contains(" unusual: "), run.out());
        assertEquals(planted.path("findings"), audit.path("anomalies").path("findings"));
        assertTrue(report.contains("<h2>What was unusual</h2>"));
        assertTrue(report.contains("1 false alarm is expected a month"));
        assertTrue(report.contains("&lt;script&gt;alert(1)"));
        assertFalse(report.contains("<script"));
        assertEquals(
                planted.path("findings").size(),
                SharedSpark.session()
                        .read()
                        .parquet(Path.of(audit.path("report").asText())
                                .resolveSibling("anomalies.parquet")
                                .toString())
                        .count());
    }

    @Test
    void controlCharactersOfNamesDoNotReachTheTerminal() {
        CommandRun run = CommandRun.of("anomalies", "--lake", lake("planted"));

        assertTrue(run.out().contains("new-model model <script>"), run.out());
        assertFalse(run.out().contains("\u001b"));
    }

    @Test
    void aLakeWithoutCallsInTheWindowIsRefused() {
        CommandRun run = CommandRun.of("anomalies", "--lake", lake("quiet"), "--from", "2027-01-01");

        assertEquals(2, run.status());
        assertTrue(run.err().contains("the lake holds no calls in these days"), run.err());
    }

    /** The one finding of a kind and dimension. */
    private static JsonNode finding(String kind, String dimension) {
        List<JsonNode> found = StreamSupport.stream(planted.path("findings").spliterator(), false)
                .filter(each -> each.path("kind").asText().equals(kind)
                        && each.path("dimension").asText().equals(dimension))
                .toList();
        assertEquals(1, found.size(), planted.toString());
        return found.getFirst();
    }

    /**
     * Thirty calls a team and day, five on weekends, of a tenth of a million tokens each, give or take a third.
     *
     * @param lastRate of the last day
     */
    private static List<String> calls(SplittableRandom random, double lastRate) {
        List<String> calls = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = FIRST.plusDays(day);
            int each = date.getDayOfWeek().getValue() > 5 ? 5 : 30;
            for (int team = 1; team <= 5; team++) {
                for (int i = 0; i < each; i++) {
                    long tokens = 40_000 + random.nextInt(120_000);
                    String status = random.nextInt(50) == 0 ? "error" : "ok";
                    double rate = date.equals(LAST) ? lastRate : 1;
                    calls.add(call(date, team, "t" + team + "-" + i, i % 24, "sim-large", tokens, rate, status));
                }
            }
        }
        return calls;
    }

    private static List<String> planted() {
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            calls.add(call(LAST, 3, "more" + i, i % 24, "sim-large", 100_000, DEARER, "ok"));
        }
        for (int i = 0; i < 3; i++) {
            calls.add(call(LAST, 1, "new" + i, 9, HOSTILE, 1_000, 0, "ok"));
        }
        for (int i = 0; i < 120; i++) {
            calls.add(call(LAST, 1, "endless", i % 24, "sim-large", 2_000, DEARER, "ok"));
        }
        for (int i = 0; i < 60; i++) {
            calls.add(call(LAST, 2, "storm" + i, 14, "sim-large", 100, DEARER, "error"));
        }
        return calls;
    }

    private static int number;

    /** @param rate billed, in dollars a million tokens, where the price book has 1; 0 is no bill */
    private static String call(
            LocalDate day, int team, String session, int hour, String model, long tokens, double rate, String status) {
        return "{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"c%d\",".formatted(number++)
                + "\"occurred_at\":\"%sT%02d:10:00Z\",\"team\":\"team-%d\",\"application\":\"desk\","
                        .formatted(day, hour, team)
                + "\"task\":\"reports\",\"session_id\":\"%s\",\"requested_model\":\"%s\",".formatted(session, model)
                + "\"status\":\"%s\",\"input_tokens\":%d,\"output_tokens\":0".formatted(status, tokens)
                + (rate == 0 ? "" : ",\"billed_cost_usd\":\"%.8f\"".formatted(rate * tokens / 1e6)) + "}";
    }

    private static void ingest(String lake, List<String> calls) throws IOException {
        CommandRun run = CommandRun.of(
                "ingest",
                "--lake",
                lake(lake),
                "--prices",
                prices(),
                Files.write(folder.resolve(lake + ".jsonl"), calls).toString());
        assertEquals(0, run.status(), run.err());
    }

    private static String prices() throws IOException {
        return Files.writeString(
                        folder.resolve("prices.json"),
                        "{\"format\":\"weighbridge-prices/1\",\"entries\":[{\"model\":\"sim-large\",\"input\":\"1\",\"output\":\"1\","
                                + "\"source\":\"test\",\"as_of\":\"2026-01-01\"}]}")
                .toString();
    }

    private static String lake(String name) {
        return folder.resolve(name).toString();
    }

    private static JsonNode json(String... arguments) throws IOException {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.status(), run.err());
        return new JsonMapper().readTree(run.out());
    }
}
