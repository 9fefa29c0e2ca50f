package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.samples.month.Contents;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.SampleUnit;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What two workers make of a run is what its own process makes of it: the same answers, the same items for people, the same cost. Of
 * 1,000 items, in a part for each, half have answers that are checked, then judged, and go up a model where either finds them wrong.
 */
@Timeout(180)
class WorkersAnswersTest {
    private static final int ITEMS = 1_000;
    private static final int CHECKED = ITEMS / 2;
    private static final long SEED = 7;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<Process> WORKERS = new ArrayList<>();

    @TempDir
    static Path directory;

    private static SimulatedProvider provider;
    private static Command alone;

    @BeforeAll
    static void runAlone() throws Exception {
        provider = SimulatedProvider.start(
                ProviderOptions.of(SEED, World.ALWAYS_NEEDED).withJudges().withLatency(Duration.ofMillis(2)));
        Files.writeString(config(), """
                providers:
                  simulated: {base_url: '%s', batch_discount: 0.5}
                limits: {concurrency: 8, timeout: 20s, attempts: 4, batch_poll: 5ms}
                verifiers: {%s: [{matches: 'Result: [0-7]'}, {judge: sim-medium}]}
                """.formatted(provider.baseUrl(), TestPolicy.EASY));
        TestPolicy.write(directory);
        writeWorkload();
        WORKERS.add(startWorker());
        WORKERS.add(startWorker());
        alone = run("alone", List.of());
        assertEquals(0, alone.exit(), alone.err());
        JsonNode json = alone.json();
        assertTrue(json.path("escalated").asInt() > CHECKED / 4, json::toString);
        assertTrue(json.path("needs_human").asInt() > CHECKED / 8, json::toString);
        assertTrue(json.at("/judged/answers").asInt() > CHECKED / 2, json::toString);
    }

    @AfterAll
    static void endAll() {
        WORKERS.forEach(Process::destroyForcibly);
        provider.close();
    }

    @Test
    void whatIsCheckedJudgedAndSentUpEndsAsWithoutWorkersThoughOneIsKilled() throws Exception {
        Usd before = provider.charged();
        long sent = provider.requests();
        CompletableFuture<Command> running = CompletableFuture.supplyAsync(
                () -> run("killed", shared()), task -> Thread.ofPlatform().start(task));
        while (provider.requests() < sent + ITEMS && !running.isDone()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        WORKERS.getFirst().destroyForcibly().waitFor();
        WORKERS.set(0, startWorker());

        Command run = running.get();

        assertEquals(0, run.exit(), run.err());
        assertEndedAlike(run, "killed");
        assertEquals(
                Usd.parse(run.json().path("cost_usd").asText()),
                provider.charged().minus(before));
    }

    @Test
    void aBudgetKeepsEscalationsAndJudgesWithinItAndALargerOneEndsThemAlike() throws Exception {
        Usd before = provider.charged();
        // Nine tenths of what all of it costs.
        Usd budget = new Usd(Usd.parse(alone.json().path("cost_usd").asText()).picodollars() / 10 * 9);

        Command first = run("budget", shared("--budget", budget.toString()));
        Usd charged = provider.charged().minus(before);
        Command second = run("budget", shared("--budget", "20"));

        assertEquals(3, first.exit(), first.err());
        assertTrue(charged.compareTo(budget) <= 0, charged::toString);
        assertTrue(charged.times(2).compareTo(budget) > 0, charged::toString);
        assertEquals(0, second.exit(), second.err());
        assertEndedAlike(second, "budget");
        assertEquals(
                Usd.parse(second.json().path("cost_usd").asText()),
                provider.charged().minus(before));
    }

    @Test
    void aReplayIsAskedUncheckedAndGradedAsWithoutWorkers() throws Exception {
        Path plan = plan();
        Command first = replay("replayed-alone", plan, List.of());
        assertEquals(0, first.exit(), first.err());
        Path references = references(onlyRun("replayed-alone"));
        List<String> graded = List.of("--grader", "number", "--references", references.toString());
        replay("replayed-alone", plan, graded);
        long paid = provider.paidCalls();

        Command replay = replay("replayed", plan, shared(graded.toArray(String[]::new)));

        assertEquals(0, replay.exit(), replay.err());
        assertEquals(ITEMS, provider.paidCalls() - paid);
        assertEquals(ITEMS, Command.idsExactlyOnce(onlyRun("replayed")).size());
        int passed = replay.json().at("/graded/passed").asInt();
        assertTrue(passed > ITEMS / 2 && passed < ITEMS, () -> "passed " + passed);
        assertArrayEquals(
                Files.readAllBytes(onlyRun("replayed-alone").resolve("scores.jsonl")),
                Files.readAllBytes(onlyRun("replayed").resolve("scores.jsonl")));
    }

    private static void assertEndedAlike(Command run, String lake) throws IOException {
        for (String count : List.of(
                "items", "succeeded", "needs_human", "escalated", "judged", "calls", "by_model", "asked", "cost_usd")) {
            assertNotNull(run.json().get(count), count);
            assertEquals(alone.json().get(count), run.json().get(count), count);
        }
        assertEquals(ITEMS, Command.idsExactlyOnce(onlyRun(lake)).size());
        assertEquals(answers("alone"), answers(lake));
        assertEquals(tried("alone"), tried(lake));
    }

    /** What each result says, and who said it. */
    private static Map<String, String> answers(String lake) throws IOException {
        Map<String, String> answers = new TreeMap<>();
        for (JsonNode line : Command.lines(onlyRun(lake).resolve("results.jsonl"))) {
            JsonNode body = line.at("/response/body");
            answers.put(
                    line.path("custom_id").asText(), body.path("model") + ": " + body.at("/choices/0/message/content"));
        }
        return answers;
    }

    /** Why items are left to people, and everything that was tried. */
    private static Map<String, String> tried(String lake) throws IOException {
        Map<String, String> tried = new TreeMap<>();
        for (JsonNode line : Command.lines(onlyRun(lake).resolve("needs-human.jsonl"))) {
            tried.put(line.path("custom_id").asText(), line.path("error") + ": " + line.path("tried"));
        }
        return tried;
    }

    private static Command run(String lake, List<String> more) {
        return Command.run(arguments(
                lake,
                more,
                "run",
                "--policy",
                directory.resolve("policy.json").toString(),
                "--workload",
                directory.resolve("workload.jsonl").toString()));
    }

    private static Command replay(String lake, Path plan, List<String> more) {
        return Command.run(arguments(lake, more, "replay", "--plan", plan.toString()));
    }

    private static String[] arguments(String lake, List<String> more, String... first) {
        List<String> arguments = new ArrayList<>(List.of(first));
        arguments.addAll(List.of(
                "--json",
                "--config",
                config().toString(),
                "--lake",
                directory.resolve(lake).toString()));
        arguments.addAll(more);
        return arguments.toArray(String[]::new);
    }

    private static List<String> shared(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--workers-only"));
        arguments.addAll(TestDatabase.POSTGRES.options(directory));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static Process startWorker() throws IOException {
        List<String> arguments = new ArrayList<>(TestJvm.command("256m", "io.weighbridge.runner.Main"));
        arguments.addAll(List.of("worker", "--lease", "2s", "--partitions", "1", "--config", config().toString()));
        arguments.addAll(TestDatabase.POSTGRES.options(directory));
        return new ProcessBuilder(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Path config() {
        return directory.resolve("weighbridge.yaml");
    }

    private static Path onlyRun(String lake) throws IOException {
        return Command.onlyRun(directory.resolve(lake));
    }

    /** Prompts of the samples, whose truth the provider knows, in turn with as many others. */
    private static void writeWorkload() throws IOException {
        List<String> lines = new ArrayList<>();
        for (SampleUnit unit : units()) {
            lines.add(line("checked-" + unit.row(), "sim-frontier", unit));
            lines.add(TestWorkload.line("other-" + unit.row(), TestPolicy.HARD, "Question number " + unit.row()));
        }
        Files.write(directory.resolve("workload.jsonl"), lines);
    }

    private static List<SampleUnit> units() {
        Contents contents = new Contents(SEED);
        return LongStream.iterate(0, row -> row + 1)
                .mapToObj(contents::unit)
                .filter(unit -> unit.task().label().equals(TestPolicy.EASY))
                .distinct()
                .limit(CHECKED)
                .toList();
    }

    private static String line(String customId, String model, SampleUnit unit) {
        ObjectNode line = JSON.createObjectNode();
        line.put("custom_id", customId).put("method", "POST").put("url", "/v1/chat/completions");
        ObjectNode body = line.putObject("body").put("model", model).put("max_tokens", 400);
        body.putArray("messages").addObject().put("role", "user").put("content", unit.user());
        body.putObject("metadata").put("task", TestPolicy.EASY);
        return line.toString();
    }

    /** Each unit is asked of both models; of a task whose answers a run would check. */
    private static Path plan() throws IOException {
        List<String> requests = new ArrayList<>();
        List<String> draws = new ArrayList<>();
        for (SampleUnit unit : units()) {
            for (String model : List.of("sim-frontier", "sim-small")) {
                String id = model + "/" + unit.row();
                requests.add(line(id, model, unit));
                draws.add(JSON.createObjectNode()
                        .put("format", "weighbridge-draw/1")
                        .put("custom_id", id)
                        .put("unit_id", String.valueOf(unit.row()))
                        .put("task", TestPolicy.EASY)
                        .put("model", model)
                        .toString());
            }
        }
        Files.write(directory.resolve("plan.draws.jsonl"), draws);
        return Files.write(directory.resolve("plan.jsonl"), requests);
    }

    /** What the large model said. */
    private static Path references(Path run) throws IOException {
        Stream<String> references = Command.lines(run.resolve("results.jsonl")).stream()
                .filter(line -> line.path("custom_id").asText().startsWith("sim-frontier/"))
                .map(line -> JSON.createObjectNode()
                        .put("unit_id", line.path("custom_id").asText().substring("sim-frontier/".length()))
                        .put(
                                "reference",
                                line.at("/response/body/choices/0/message/content")
                                        .asText())
                        .toString());
        return Files.write(directory.resolve("references.jsonl"), references.toList());
    }
}
