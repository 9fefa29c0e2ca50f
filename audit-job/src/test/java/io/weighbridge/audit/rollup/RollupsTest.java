package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.CallFile;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.scan.FilledColumns;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.audit.spend.SpendQuery;
import io.weighbridge.cli.TaskRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five days of calls at random, many of them equal requests or nearly so, some at the same microsecond, some cells unknown. */
class RollupsTest {
    private static final int CALLS = 3_000;
    private static final LocalDate FIRST = LocalDate.parse("2026-10-01");
    private static final int DAYS = 5;
    /** So long that some calls share their prompts' beginnings with one before. */
    private static final CacheLifetimes A_DAY = new CacheLifetimes(24, 60);

    private static final List<String> BEGINNINGS =
            List.of("a".repeat(9_000), "a".repeat(5_000) + "b".repeat(20_000), "c".repeat(4_096));
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path folder = Path.of(".");

    @BeforeAll
    static void ingest() throws IOException {
        SplittableRandom random = new SplittableRandom(20261124);
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(call("c" + i, random));
        }
        // Several files a day, so that rows of one request lie in different ones.
        ingest("lake", calls.subList(0, CALLS / 3));
        ingest("lake", calls.subList(CALLS / 3, CALLS));
    }

    @Test
    void columnsAndQueriesAddUpTheSame() {
        assertColumnsAgreeWithQueries(List.of(), new CacheLifetimes(1, 5));
        assertColumnsAgreeWithQueries(List.of(), new CacheLifetimes(49, 24 * 60));
        assertColumnsAgreeWithQueries(List.of(new TaskRule("of-the-shop", "shop", Map.of(), null)), A_DAY);
    }

    private static void assertColumnsAgreeWithQueries(List<TaskRule> rules, CacheLifetimes lifetimes) {
        Lake lake = lake("lake");
        List<DayRollup> scanned = new Rollups(lake, rules, lifetimes).days(null, null);
        List<DayRollup> queried = new SqlRollup(lake.calls(), rules, lifetimes)
                .days(scanned.stream().map(DayRollup::day).toList());
        assertEquals(DAYS, scanned.size());
        for (int i = 0; i < DAYS; i++) {
            assertSame(queried.get(i), scanned.get(i));
        }
        assertEquals(
                SpendQuery.ledger(lake.calls().withColumn("task", CallTask.column(rules))), Rollups.ledger(scanned));
    }

    /** Else nothing above was tested. */
    @Test
    void theCallsHaveEverythingThatIsAddedUp() {
        List<GroupTotals> all = new Rollups(lake("lake"), List.of(), A_DAY)
                .days(null, null).stream().flatMap(day -> day.groups().stream()).toList();
        for (Measure measure : Measure.values()) {
            assertTrue(all.stream().anyMatch(group -> group.sum(measure) > 0), measure.column());
        }
    }

    @Test
    void whereNoPromptOrAnswerIsKeptTheirColumnsAreNotRead() throws IOException {
        SplittableRandom random = new SplittableRandom(8);
        List<String> calls = Stream.generate(() -> call("n" + random.nextInt(), random))
                .limit(30)
                .toList();
        ingest("silent", calls, "--text", "none");

        assertFalse(filled("silent").contains("prompt_sketch"));
        assertFalse(filled("silent").contains("response_hash"));
        assertTrue(filled("lake").containsAll(Set.of("prompt_sketch", "response_hash", "session_id")));
        for (DayRollup day : new Rollups(lake("silent"), List.of(), A_DAY).days(null, null)) {
            for (GroupTotals group : day.groups()) {
                assertEquals(0, group.sum(Measure.NEAR_CALLS) + group.sum(Measure.TEMPLATE_CALLS));
            }
        }
    }

    @Test
    void withoutPromptsOnlyEqualRequestsAreFound() {
        Lake lake = lake("lake");
        List<DayRollup> exact =
                new Rollups(lake, List.of(), A_DAY).withoutPrompts().days(null, null);
        List<DayRollup> queried = new SqlRollup(SqlRollup.withoutPrompts(lake.calls()), List.of(), A_DAY)
                .days(exact.stream().map(DayRollup::day).toList());

        long repeated = 0;
        for (int i = 0; i < DAYS; i++) {
            assertSame(queried.get(i), exact.get(i));
            for (GroupTotals group : exact.get(i).groups()) {
                repeated += group.sum(Measure.REPEATED_CALLS);
                assertEquals(0, group.sum(Measure.NEAR_CALLS) + group.sum(Measure.TEMPLATE_CALLS));
                assertEquals(0, group.sum(Measure.REMAINING_PREFIX_TOKENS));
            }
        }
        assertTrue(repeated > 0);
    }

    private static Set<String> filled(String lake) throws IOException {
        CallFile file = lake(lake).callFiles().getFirst();
        return FilledColumns.of(
                        file.path(), SharedSpark.session().sparkContext().hadoopConfiguration())
                .names();
    }

    @Test
    void rulesThatLookAtLabelsAreAnsweredByQueries() {
        List<TaskRule> rules = List.of(new TaskRule("labelled", null, Map.of("kind", "chat"), null));

        List<DayRollup> days = new Rollups(lake("lake"), rules, A_DAY).days(FIRST, FIRST);

        assertTrue(days.getFirst().groups().stream()
                .anyMatch(group -> group.group().task().equals("labelled")));
        assertSame(
                new SqlRollup(lake("lake").calls(), rules, A_DAY)
                        .days(List.of(FIRST))
                        .getFirst(),
                days.getFirst());
    }

    @Test
    void aWindowIsTheSumOfItsDays() {
        List<DayRollup> all = new Rollups(lake("lake"), List.of(), A_DAY).days(null, null);
        List<DayRollup> some = new Rollups(lake("lake"), List.of(), A_DAY).days(FIRST.plusDays(1), FIRST.plusDays(3));

        assertEquals(3, some.size());
        for (int i = 0; i < some.size(); i++) {
            assertSame(all.get(i + 1), some.get(i));
        }
    }

    /** The merge of all groups and days beside one pass over all calls. */
    @Test
    void theTrafficOfAModelIsThatOfAllItsCalls() {
        Map<String, CallTraffic> onePass = new TreeMap<>();
        Map<String, Map<Instant, Long>> hours = new TreeMap<>();
        Map<String, Set<String>> prompts = new TreeMap<>();
        Map<String, Set<String>> sessions = new TreeMap<>();
        for (Row row : lake("lake").calls().collectAsList()) {
            Cells cells = new Cells(row);
            CallTraffic traffic = onePass.computeIfAbsent(cells.text("model"), unused -> CallTraffic.none());
            Instant at = cells.instant("occurred_at");
            long input = Objects.requireNonNullElse(cells.wholeOrNull("input_tokens"), 0L);
            long output = Objects.requireNonNullElse(cells.wholeOrNull("output_tokens"), 0L);
            traffic.load().add(at.atOffset(ZoneOffset.UTC).getHour(), input, output);
            hours.computeIfAbsent(cells.text("model"), unused -> new TreeMap<>())
                    .merge(at.truncatedTo(ChronoUnit.HOURS), input + output, Long::sum);
            if (cells.wholeOrNull("latency_ms") != null) {
                traffic.latency().add(cells.whole("latency_ms"));
            }
            see(cells.textOrNull("prompt_hash"), traffic.prompts());
            see(cells.textOrNull("session_id"), traffic.sessions());
            note(cells.text("model"), cells.textOrNull("prompt_hash"), prompts);
            note(cells.text("model"), cells.textOrNull("session_id"), sessions);
        }

        Map<String, ModelTraffic> merged =
                ModelTraffic.byModel(new Rollups(lake("lake"), List.of(), A_DAY).days(null, null));

        assertEquals(onePass.keySet(), merged.keySet());
        onePass.forEach((model, traffic) -> {
            ModelTraffic same = Objects.requireNonNull(merged.get(model));
            assertEquals(traffic, same.all(), model);
            assertCounts(Objects.requireNonNull(prompts.get(model)), same.all().prompts());
            assertCounts(Objects.requireNonNull(sessions.get(model)), same.all().sessions());
            Map<Instant, Long> tokens = Objects.requireNonNull(hours.get(model));
            assertEquals(Collections.max(tokens.values()), same.peakTokens());
            assertEquals(same.peakTokens(), tokens.get(same.peakHour()));
        });
    }

    private static void note(String model, @Nullable String text, Map<String, Set<String>> seen) {
        if (text != null) {
            seen.computeIfAbsent(model, unused -> new TreeSet<>()).add(text);
        }
    }

    /** Within three standard errors. */
    private static void assertCounts(Set<String> exact, DistinctSketch sketch) {
        assertEquals(exact.size(), sketch.estimate(), 3 * DistinctSketch.RELATIVE_ERROR * exact.size());
    }

    private static void see(@Nullable String text, DistinctSketch sketch) {
        if (text != null) {
            sketch.add(DistinctSketch.hash(UTF8String.fromString(text)));
        }
    }

    @Test
    void aLateRowMakesItsDayAnewAndTheDayWhoseCacheItMayFillAndNoOther() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        List<String> calls = Stream.generate(() -> call("l" + random.nextInt(), random))
                .limit(300)
                .toList();
        ingest("late", calls);
        new Rollups(lake("late"), List.of(), A_DAY).days(null, null);
        Map<LocalDate, String> before = names("late");
        ObjectNode late = (ObjectNode) JSON.readTree(call("late", random));
        ingest(
                "late",
                List.of(late.put("occurred_at", FIRST.plusDays(2) + "T12:00:00Z")
                        .toString()));

        List<DayRollup> days = new Rollups(lake("late"), List.of(), A_DAY).days(null, null);

        Map<LocalDate, String> after = names("late");
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = FIRST.plusDays(day);
            boolean isNew = day == 2 || day == 3;
            if (isNew) {
                assertNotEquals(before.get(date), after.get(date), date.toString());
            } else {
                assertEquals(before.get(date), after.get(date), date.toString());
            }
            assertSame(
                    new SqlRollup(lake("late").calls(), List.of(), A_DAY)
                            .days(List.of(date))
                            .getFirst(),
                    days.get(day));
        }
    }

    @Test
    void whatAKilledJobLeftIsNeverRead() throws IOException {
        List<DayRollup> whole = new Rollups(lake("lake"), List.of(), A_DAY).days(null, null);
        Path day = folder.resolve("lake/rollups/day=" + FIRST);
        Files.writeString(day.resolve(".half.parquet"), "PAR1");
        try (Stream<Path> made = Files.list(day)) {
            for (Path file : made.filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList()) {
                Files.delete(file);
            }
        }

        assertSame(
                whole.getFirst(),
                new Rollups(lake("lake"), List.of(), A_DAY).days(null, null).getFirst());
    }

    private static void assertSame(DayRollup expected, DayRollup actual) {
        assertEquals(expected.day(), actual.day());
        assertEquals(groups(expected), groups(actual));
    }

    private static Map<CallGroup, String> groups(DayRollup day) {
        Map<CallGroup, String> groups = new TreeMap<>();
        for (GroupTotals totals : day.groups()) {
            Map<Measure, Long> sums = new TreeMap<>();
            for (Measure measure : Measure.values()) {
                sums.put(measure, totals.sum(measure));
            }
            groups.put(totals.group(), sums + " " + totals.traffic());
        }
        return groups;
    }

    private static Lake lake(String name) {
        return Lake.at(SharedSpark.session(), folder.resolve(name).toString()).pinned();
    }

    private static void ingest(String lake, List<String> calls, String... options) throws IOException {
        Path log = Files.write(Files.createTempFile(folder, "calls", ".jsonl"), calls);
        String entry =
                "{\"model\":\"%s\",\"input\":\"%s\",\"output\":\"4\",\"cache_read\":\"0.1\",\"cache_write_5m\":\"2\","
                        + "\"cache_write_1h\":\"3\",\"source\":\"test\",\"as_of\":\"2026-01-01\"}";
        Path prices = Files.writeString(
                folder.resolve("prices.json"),
                "{\"format\":\"weighbridge-prices/1\",\"entries\":[" + entry.formatted("sim-small", "1") + ","
                        + entry.formatted("sim-large", "7") + "]}");
        List<String> arguments = new ArrayList<>(List.of(
                "ingest", "--lake", folder.resolve(lake).toString(), "--prices", prices.toString(), log.toString()));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        assertTrue(lake(lake).callFiles().stream().map(CallFile::day).distinct().count() <= DAYS, "days of the calls");
    }

    /** The newest rollup of each day. */
    private static Map<LocalDate, String> names(String lake) {
        return new Rollups(lake(lake), List.of(), A_DAY)
                .plan(null, null).stream().collect(Collectors.toMap(RollupDay::day, RollupDay::file));
    }

    private static String call(String id, SplittableRandom random) {
        ObjectNode call = JSON.createObjectNode()
                .put("format", "weighbridge-call/1")
                .put("source", random.nextBoolean() ? "s" : "é")
                .put("call_id", id)
                .put("occurred_at", time(random).toString())
                .put("requested_model", one(random, "sim-small", "sim-large", "sim-unheard-of"))
                .put("status", random.nextInt(10) == 0 ? "error" : "ok");
        put(call, random, "tenant", "blue", "red");
        put(call, random, "team", "a", "b");
        put(call, random, "application", "shop", "desk");
        put(call, random, "task", "sum-up", "extract");
        put(call, random, "provider", "simulated");
        put(call, random, "service_tier", "standard", "batch");
        put(call, random, "finish_reason", "stop", "length", "MAX_TOKENS");
        put(call, random, "prompt", "one", "two 2", "three", "four 4", "five", "a 🚚", "b 🚚", "c");
        put(call, random, "session_id", "monday", "tuesday", "friday");
        put(call, random, "response_text", "yes", "no");
        if (random.nextInt(3) == 0) {
            call.put("prompt", ticket(random));
        }
        if (random.nextInt(3) == 0) {
            fillIn(call, random);
        }
        if (random.nextInt(5) > 0) {
            call.put("latency_ms", random.nextInt(100_000));
        }
        boolean isLong = random.nextInt(3) == 0;
        if (isLong) {
            call.put("prompt", BEGINNINGS.get(random.nextInt(BEGINNINGS.size())) + id.repeat(random.nextInt(1, 1_000)));
        }
        if (random.nextInt(10) > 0) {
            long input = isLong ? random.nextLong(2_000, 20_000) : 100 + random.nextInt(1_000);
            call.put("input_tokens", input)
                    .put("cache_read_tokens", random.nextLong(20))
                    .put("cache_write_5m_tokens", random.nextLong(20))
                    .put("cache_write_1h_tokens", random.nextLong(20))
                    .put("output_tokens", 100)
                    .put("reasoning_tokens", random.nextLong(20));
            if (random.nextInt(4) == 0) { // what the price book has no price for
                call.put("audio_input_tokens", 10)
                        .put("audio_output_tokens", random.nextLong(20))
                        .put("web_searches", random.nextLong(2));
            }
            if (call.has("audio_input_tokens") && call.path("cache_read_tokens").asLong() > 10) {
                call.put("cached_audio_input_tokens", 5);
            }
        } else if (random.nextBoolean()) {
            call.put("input_token_estimate", 100).put("output_token_estimate", 50);
        }
        if (random.nextInt(3) == 0) {
            call.put("billed_cost_usd", "0.00" + random.nextInt(1, 1_000));
        }
        if (random.nextBoolean()) {
            call.putObject("labels").put("kind", one(random, "chat", "mail"));
        }
        return call.toString();
    }

    /** Of one of few tickets under a number of its own, some asked with a sentence more. */
    private static String ticket(SplittableRandom random) {
        return "Ticket %d of line %d is open."
                        .formatted(random.nextLong(1_000_000_000_000L, 2_000_000_000_000L), random.nextInt(10))
                + one(random, "", "", " Second request.", "\nAny news?");
    }

    /** Of a template that has one answer on most days. */
    private static void fillIn(ObjectNode call, SplittableRandom random) {
        call.put("tenant", "blue").put("requested_model", "sim-small").put("task", "sum-up");
        call.put("prompt", "Note " + random.nextInt(100_000));
        call.put("response_text", random.nextInt(300) == 0 ? "noted twice" : "noted");
    }

    /** At one of few times of a day. */
    private static Instant time(SplittableRandom random) {
        return Instant.parse(FIRST + "T00:00:00Z")
                .plusSeconds(random.nextLong(DAYS * 24 * 6) * 600 + random.nextLong(2));
    }

    private static void put(ObjectNode call, SplittableRandom random, String field, String... values) {
        if (random.nextInt(4) > 0) {
            call.put(field, one(random, values));
        }
    }

    private static String one(SplittableRandom random, String... values) {
        return values[random.nextInt(values.length)];
    }
}
