package io.weighbridge.audit.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesCommandTest {
    private static final String LIST = """
            {"new-model": {"mode": "chat", "litellm_provider": "openai", "input_cost_per_token": 2e-06,
                           "output_cost_per_token": 8e-06},
             "painter": {"mode": "image_generation", "litellm_provider": "openai", "input_cost_per_pixel": 1e-08}}
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @Test
    void anImportedListIsShownWithItsSourceAndDay() throws IOException {
        Path book = imported();

        CommandRun shown = CommandRun.of("prices", "show", "new-model", "--prices", book.toString());

        assertEquals(0, shown.status(), shown.err());
        assertTrue(
                shown.out()
                        .lines()
                        .anyMatch(line -> line.matches("new-model +openai +standard +2 +8 +list.json, 2026-08-21")),
                shown.out());
    }

    @Test
    void anImportSaysWhatItLeavesOut() throws IOException {
        Path list = Files.writeString(folder.resolve("list.json"), LIST);

        CommandRun run = CommandRun.of(
                "prices",
                "import",
                "--format",
                "litellm",
                list.toString(),
                "--out",
                folder.resolve("p.json").toString());

        assertTrue(run.out().contains("1 prices, version prices-"), run.out());
        assertTrue(run.out().contains("left out 1: mode image_generation is not priced by tokens"), run.out());
    }

    @Test
    void aListThatIsNotJsonIsAnError() throws IOException {
        Path list = Files.writeString(folder.resolve("list.json"), "not json");

        CommandRun run = CommandRun.of("prices", "import", "--format", "litellm", list.toString(), "--out", "unused");

        assertEquals(2, run.status());
        assertTrue(run.err().contains("list.json: price list: must be JSON"), run.err());
    }

    @Test
    void theCheckNamesModelsWithoutAPriceUntilTheBookHasOne() throws IOException {
        Path log = Files.writeString(folder.resolve("calls.jsonl"), call("1", "sim-small") + call("2", "new-model"));
        String lake = folder.resolve("lake").toString();
        assertEquals(0, CommandRun.of("ingest", "--lake", lake, log.toString()).status());

        CommandRun before = CommandRun.of("prices", "check", "--lake", lake);
        CommandRun after = CommandRun.of(
                "prices", "check", "--lake", lake, "--prices", imported().toString());

        assertEquals(
                "1 models priced, 1 without a price\n  new-model: 1 calls, 11 tokens, 2026-10-31 to 2026-10-31\n",
                before.out());
        assertEquals("2 models priced, 0 without a price\n", after.out());
    }

    @Test
    void theCheckNamesKindsOfTokensWithoutAPriceZerosAndContradictions() throws IOException {
        Path log = Files.writeString(
                folder.resolve("calls.jsonl"),
                call("1", "new-model").replace("\"output_tokens\"", "\"cache_read_tokens\":4,\"output_tokens\"")
                        + call("2", "gift"));
        Path book = book("""
                {"model":"new-model","input":"1","output":"2","source":"a","as_of":"2026-10-01"},
                {"model":"new-model","input":"3","output":"2","source":"b","as_of":"2026-10-01"},
                {"model":"gift","input":"0","output":"0","source":"a list","as_of":"2026-10-01"}""");
        String lake = folder.resolve("lake").toString();
        assertEquals(0, CommandRun.of("ingest", "--lake", lake, log.toString()).status());

        CommandRun run = CommandRun.of("prices", "check", "--lake", lake, "--prices", book.toString());

        assertEquals("""
                1 models priced, 1 without a price
                  new-model: 1 calls, 11 tokens, 2026-10-31 to 2026-10-31, no price of cache_read
                  zero: gift: 1 calls at 0 USD by a list
                  conflict: new-model: b, 2026-10-01 goes before a, 2026-10-01
                """, run.out());
    }

    @Test
    void recomputingShowsTheDifferenceWritesItOnceAndLeavesBillsAlone() throws IOException {
        Path log = Files.writeString(
                folder.resolve("calls.jsonl"),
                call("1", "sim-small")
                        + call("2", "new-model")
                        + call("3", "sim-small")
                                .replace("\"status\"", "\"billed_cost_usd\":\"0.5\",\"status\"")
                                .replace("10-31", "10-30"));
        String lake = folder.resolve("lake").toString();
        assertEquals(0, CommandRun.of("ingest", "--lake", lake, log.toString()).status());
        Path book = book("""
                {"model":"sim-small","input":"1","output":"1","source":"a","as_of":"2026-10-01"},
                {"model":"new-model","input":"2","output":"8","source":"a","as_of":"2026-10-01"}""");
        String[] recompute = {"prices", "recompute", "--lake", lake, "--prices", book.toString()};
        String[] apply = {"prices", "recompute", "--lake", lake, "--prices", book.toString(), "--apply"};

        CommandRun shown = CommandRun.of(recompute);
        CommandRun applied = CommandRun.of(apply);
        long version = version(lake);
        CommandRun again = CommandRun.of(apply);

        assertEquals(0, shown.status(), shown.err());
        assertTrue(shown.out().contains(" changes 3 of 3 calls\n"), shown.out());
        assertTrue(
                shown.out()
                        .contains("2026-10-30 sim-small: computed 0.0000021 -> 0.000011 (+0.0000089), unknown 0 -> 0,"
                                + " spend 0.5 -> 0.5, 1 of 1 calls"),
                shown.out());
        assertTrue(
                shown.out()
                        .contains("2026-10-31 new-model: computed 0 -> 0.000028 (+0.000028), unknown 1 -> 0,"
                                + " spend 0 -> 0.000028, 1 of 1 calls"),
                shown.out());
        assertTrue(applied.out().contains(" changes 3 of 3 calls, written into the lake\n"), applied.out());
        assertTrue(again.out().endsWith(" changes 0 of 3 calls\n"), again.out());
        assertEquals(version, version(lake), "nothing to write");
        assertEquals(
                "priced",
                Lake.at(SharedSpark.session(), lake)
                        .calls()
                        .filter("model = 'new-model'")
                        .first()
                        .getAs("pricing_status"));
        Row billed = Lake.at(SharedSpark.session(), lake)
                .calls()
                .filter("billed_picodollars is not null")
                .first();
        assertEquals(500_000_000_000L, billed.<Long>getAs("billed_picodollars"));
        assertEquals(500_000_000_000L, billed.<Long>getAs("spend_picodollars"));
        assertEquals(11_000_000L, billed.<Long>getAs("computed_picodollars"));
        assertEquals(0, CommandRun.of("ingest", "--lake", lake, log.toString()).status());
        assertEquals(3, Lake.at(SharedSpark.session(), lake).calls().count(), "a file is still known after repricing");
    }

    @Test
    void recomputingNeedsABook() {
        CommandRun run = CommandRun.of("prices", "recompute", "--lake", folder.toString());
        assertEquals(2, run.status());
        assertTrue(run.err().contains("--prices: is required"), run.err());
    }

    @Test
    void theFiguresBehindOwnHostingAreShown() throws IOException {
        Path book = book("""
                {"model":"llama-own","hosting":{"usd_per_replica_hour":"3.6","tokens_per_second":"1000",
                "utilisation":"0.5"},"source":"finance","as_of":"2026-10-01"}""");
        CommandRun run = CommandRun.of("prices", "show", "llama-own", "--prices", book.toString());
        assertTrue(run.out().contains("= 2 USD per million tokens, 2026-10-01"), run.out());
    }

    private static long version(String lake) throws IOException {
        try (Stream<Path> commits = Files.list(Path.of(lake, "calls", "_delta_log"))) {
            return commits.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    private Path book(String entries) throws IOException {
        return Files.writeString(
                folder.resolve("book.json"), "{\"format\":\"weighbridge-prices/1\",\"entries\":[" + entries + "]}");
    }

    private Path imported() throws IOException {
        Path list = Files.writeString(folder.resolve("list.json"), LIST);
        Path book = folder.resolve("prices.json");
        CommandRun run = CommandRun.of(
                "prices",
                "import",
                "--format",
                "litellm",
                list.toString(),
                "--as-of",
                "2026-08-21",
                "--out",
                book.toString());
        assertEquals(0, run.status(), run.err());
        return book;
    }

    private static String call(String id, String model) {
        return """
                {"format":"weighbridge-call/1","source":"gateway","call_id":"%s",\
                "occurred_at":"2026-10-31T00:00:00Z","requested_model":"%s","status":"ok","input_tokens":10,\
                "output_tokens":1}
                """.formatted(id, model);
    }
}
