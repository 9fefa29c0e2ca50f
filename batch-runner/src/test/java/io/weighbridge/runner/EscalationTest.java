package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.routing.Cascade;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.samples.month.Contents;
import io.weighbridge.samples.provider.BatchFaults;
import io.weighbridge.samples.provider.BatchOptions;
import io.weighbridge.samples.provider.FaultRates;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that fail a check go one model up, by calls and by batches. Half of 40 items are of the verified task, which goes to
 * sim-small; in this world it is wrong more often than sim-frontier, and the last number of an answer says which it is.
 */
@Timeout(120)
class EscalationTest {
    private static final int ITEMS = 40;
    private static final int VERIFIED = ITEMS / 2;
    private static final long SEED = 7;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path directory;

    SimulatedProvider provider;

    @BeforeEach
    void startProvider() throws IOException {
        provider = SimulatedProvider.start(ProviderOptions.of(SEED, World.ALWAYS_NEEDED));
    }

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "batch"})
    void whatNoModelDoesRightGoesToAPersonWithEverythingTried(String mode) throws Exception {
        Command run = run(mode, "matches: no model says this");

        assertEquals(0, run.exit(), run.err());
        assertEquals(VERIFIED, run.json().path("needs_human").asInt());
        assertEquals(VERIFIED, run.json().path("escalated").asInt());
        assertEquals(Map.of("sim-small", (long) VERIFIED, "sim-frontier", (long) ITEMS), provider.paidCallsByModel());
        assertEquals(provider.charged(), Usd.parse(run.json().path("cost_usd").asText()));
        assertEveryItemEndedOnce(run);
        for (JsonNode line : lines(run, "needs-human.jsonl")) {
            assertEquals("rejected", line.at("/error/code").asText());
            assertEquals(
                    "matches: nothing matches no model says this",
                    line.at("/error/message").asText());
            assertEquals(2, line.path("tried").size());
            assertEquals("sim-small", line.at("/tried/0/model").asText());
            assertEquals("sim-frontier", line.at("/tried/1/model").asText());
            assertTrue(line.at("/tried/0/answer").asText().contains("Result: "), line::toString);
            assertTrue(Usd.parse(line.at("/tried/1/cost_usd").asText()).compareTo(Usd.ZERO) > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "batch"})
    void theDearerModelsAnswerIsTheResultAndOnlyTheRoutedCallHasAPropensity(String mode) throws Exception {
        Map<String, String> small = codes(mode, "/tried/0/answer");
        Map<String, String> frontier = codes(mode, "/tried/1/answer");
        long differing = small.keySet().stream()
                .filter(id -> !Objects.equals(small.get(id), frontier.get(id)))
                .count();
        assertTrue(differing > 0 && differing < VERIFIED, () -> "differing " + differing);

        Command run = run(mode, "number: " + references(frontier));

        assertEquals(0, run.exit(), run.err());
        assertEquals(ITEMS, run.json().path("succeeded").asInt());
        assertEquals(differing, run.json().path("escalated").asInt());
        assertEveryItemEndedOnce(run);
        List<JsonNode> calls = lines(run, "calls.jsonl");
        assertEquals(ITEMS + differing, calls.size());
        List<JsonNode> escalations =
                calls.stream().filter(call -> call.path("attempt").asInt() == 2).toList();
        assertEquals(differing, escalations.size());
        for (JsonNode call : escalations) {
            assertEquals("sim-frontier", call.path("requested_model").asText());
            assertFalse(call.hasNonNull("decision"), call::toString);
        }
        for (JsonNode result : lines(run, "results.jsonl")) {
            String id = result.path("custom_id").asText();
            if (small.containsKey(id)) {
                assertEquals(
                        frontier.get(id),
                        code(result.at("/response/body/choices/0/message/content")
                                .asText()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "batch"})
    void faultsOnTheWayUpLeaveEveryItemEndedOnce(String mode) throws Exception {
        provider.close();
        provider = SimulatedProvider.start(ProviderOptions.of(SEED, World.ALWAYS_NEEDED)
                .withFaults(new FaultRates(0, 0.1, 0.1, 0, 0.1, Duration.ZERO))
                .withBatches(
                        BatchOptions.defaults().withFaults(BatchFaults.lines(0.1, 0.1, 0.05, 0.05, 0.05, 0.1, 0.1))));

        Command run = run(mode, "matches: 'Result: [0-4]'");

        assertEquals(0, run.exit(), run.err());
        JsonNode json = run.json();
        assertEquals(
                ITEMS, json.path("succeeded").asInt() + json.path("needs_human").asInt());
        assertTrue(json.path("escalated").asInt() > 0, json::toString);
        assertTrue(json.path("succeeded").asInt() > VERIFIED / 2, json::toString);
        assertEveryItemEndedOnce(run);
        Usd known = Usd.parse(json.path("cost_usd").asText());
        Usd unresolved = Usd.parse(json.path("unresolved_usd").asText());
        assertTrue(known.compareTo(provider.charged()) <= 0, json::toString);
        assertTrue(known.plus(unresolved).compareTo(provider.charged()) >= 0, json::toString);
        for (JsonNode result : lines(run, "results.jsonl")) {
            boolean isVerified = result.path("custom_id").asText().startsWith("row-");
            String answer =
                    result.at("/response/body/choices/0/message/content").asText();
            assertTrue(!isVerified || answer.matches("(?s).*Result: [0-4].*"), answer);
        }
    }

    @Test
    void aCascadeIsCarriedOutAndItsFirstModelIsNotAskedAfterTheOther() throws Exception {
        Map<String, String> frontier = codes("sync", "/tried/1/answer");
        Path references = references(frontier);
        long before = provider.paidCalls();
        TaskRule cascading = TaskRule.of("sim-frontier", List.of("sim-small"))
                .withCascade(new Cascade("sim-small", "exact", 0.00001, "sim-frontier"));
        Policy policy = TestPolicy.policy()
                .withTasks(Map.of(TestPolicy.EASY, cascading, TestPolicy.HARD, TaskRule.of("sim-frontier", List.of())));

        Command unchecked = run("sync", policy, "{}");
        Command run = run("sync", policy, verifiers("number: " + references));

        assertEquals(2, unchecked.exit());
        assertTrue(
                unchecked.err().contains("tasks." + TestPolicy.EASY + ".cascade: counts on the check \"exact\""),
                unchecked.err());
        assertEquals(0, run.exit(), run.err());
        assertEquals(ITEMS, run.json().path("succeeded").asInt());
        long escalated = run.json().path("escalated").asLong();
        assertTrue(escalated > 0 && escalated < VERIFIED, () -> "escalated " + escalated);
        assertEquals(ITEMS + escalated, provider.paidCalls() - before);
        assertEveryItemEndedOnce(run);
    }

    @Test
    void answersOfBatchesAreJudgedInBatchesAndThoseWithoutAVerdictGoToPeople() throws Exception {
        Command run = run("batch", "judge: sim-medium");

        assertEquals(0, run.exit(), run.err());
        // The simulated judge only talks.
        assertEquals(VERIFIED, run.json().path("needs_human").asInt());
        assertEquals(0, run.json().path("escalated").asInt());
        assertEquals(0, run.json().at("/judged/answers").asInt());
        assertEquals(4, provider.batches(), "of two models, and of the judge in either order");
        assertEquals(0, provider.requests());
        assertEquals(
                Map.of("sim-small", (long) VERIFIED, "sim-frontier", (long) VERIFIED, "sim-medium", 2L * VERIFIED),
                provider.paidCallsByModel());
        assertEquals(provider.charged(), Usd.parse(run.json().path("cost_usd").asText()));
        assertEveryItemEndedOnce(run);
        for (JsonNode line : lines(run, "needs-human.jsonl")) {
            assertEquals("unverified", line.at("/error/code").asText());
            assertEquals(
                    "judge: sim-medium gives no verdict",
                    line.at("/error/message").asText());
            assertEquals(3, line.path("tried").size());
            assertEquals(1, line.at("/tried/2/judges").asInt());
        }
    }

    @Test
    void whatJudgesRejectInBatchesGoesUpInOneMoreAndIsJudgedInTwo() throws Exception {
        provider.close();
        provider = SimulatedProvider.start(
                ProviderOptions.of(SEED, World.ALWAYS_NEEDED).withJudges());

        Command run = run("batch", "judge: sim-medium");

        assertEquals(0, run.exit(), run.err());
        int escalated = run.json().path("escalated").asInt();
        assertTrue(escalated > 0 && escalated < VERIFIED, () -> "escalated " + escalated);
        assertEquals(7, provider.batches());
        assertEquals(0, provider.requests());
        assertEquals(ITEMS + escalated + 2 * (VERIFIED + escalated), provider.paidCalls());
        assertEquals(provider.charged(), Usd.parse(run.json().path("cost_usd").asText()));
        assertEquals(VERIFIED + escalated, run.json().at("/judged/answers").asInt());
        assertEquals(VERIFIED + escalated, run.json().at("/judged/agreed").asInt());
        assertEveryItemEndedOnce(run);
        for (JsonNode result : lines(run, "results.jsonl")) {
            if (result.path("custom_id").asText().startsWith("row-")) {
                String code = code(
                        result.at("/response/body/choices/0/message/content").asText());
                assertEquals(0, Integer.parseInt(code) % 2, code);
            }
        }
        for (JsonNode line : lines(run, "needs-human.jsonl")) {
            assertEquals("rejected", line.at("/error/code").asText());
            assertEquals(
                    "judge: sim-medium finds it wrong",
                    line.at("/error/message").asText());
            assertEquals(6, line.path("tried").size());
        }
    }

    @Test
    void aBudgetKeepsBatchesOfJudgesWithinItAndALargerOneEndsThem() throws Exception {
        ProviderOptions judging = ProviderOptions.of(SEED, World.ALWAYS_NEEDED).withJudges();
        provider.close();
        provider = SimulatedProvider.start(judging);
        Command whole = run("batch", "judge: sim-medium");
        // Nine tenths of what all of it costs, where worst cases have to be reserved.
        Usd budget = new Usd(Usd.parse(whole.json().path("cost_usd").asText()).picodollars() / 10 * 9);
        provider.close();
        provider = SimulatedProvider.start(judging);

        Command first =
                run("batch", TestPolicy.policy(), verifiers("judge: sim-medium"), "--budget", budget.toString());
        Usd charged = provider.charged();
        long judged = provider.paidCallsByModel().getOrDefault("sim-medium", 0L);
        Command second = run("batch", TestPolicy.policy(), verifiers("judge: sim-medium"), "--budget", "5");

        assertEquals(3, first.exit(), first.err());
        assertTrue(charged.compareTo(budget) <= 0, charged::toString);
        assertTrue(judged > 0, "some were judged");
        assertEquals(0, second.exit(), second.err());
        int escalated = second.json().path("escalated").asInt();
        assertEquals(ITEMS + escalated + 2 * (VERIFIED + escalated), provider.paidCalls());
        assertEquals(
                provider.charged(), Usd.parse(second.json().path("cost_usd").asText()));
        assertEveryItemEndedOnce(second);
    }

    /** The last number of a model's answers to the verified items, by custom_id. */
    private Map<String, String> codes(String mode, String where) throws IOException {
        Map<String, String> codes = new LinkedHashMap<>();
        for (JsonNode line : lines(run(mode, "matches: no model says this"), "needs-human.jsonl")) {
            codes.put(line.path("custom_id").asText(), code(line.at(where).asText()));
        }
        return codes;
    }

    /** The four digits behind the last space. */
    private static String code(String answer) {
        return answer.substring(answer.length() - 4);
    }

    private Path references(Map<String, String> codes) throws IOException {
        List<String> lines = new ArrayList<>();
        codes.forEach((id, code) -> lines.add(JSON.createObjectNode()
                .put("custom_id", id)
                .put("reference", code)
                .toString()));
        return Files.write(directory.resolve("references.jsonl"), lines);
    }

    private void assertEveryItemEndedOnce(Command run) throws IOException {
        Set<String> ids = new HashSet<>();
        for (String file : List.of("results.jsonl", "errors.jsonl")) {
            for (JsonNode line : lines(run, file)) {
                assertTrue(ids.add(line.path("custom_id").asText()), line::toString);
            }
        }
        assertEquals(ITEMS, ids.size());
    }

    private List<JsonNode> lines(Command run, String file) throws IOException {
        return Command.lines(directory
                .resolve("lake/runs")
                .resolve(run.json().path("run_id").asText())
                .resolve(file));
    }

    private Command run(String mode, String check) throws IOException {
        return run(mode, TestPolicy.policy(), verifiers(check));
    }

    private static String verifiers(String check) {
        return "{" + TestPolicy.EASY + ": [{" + check + "}]}";
    }

    private Command run(String mode, Policy policy, String verifiers, String... more) throws IOException {
        Path file = directory.resolve("policy.json");
        PolicyJson.write(policy, file);
        Map<String, String> environment = Map.of(
                "WEIGHBRIDGE_PROVIDERS",
                "{simulated: {base_url: '" + provider.baseUrl() + "', batch_discount: 0.5}}",
                "WEIGHBRIDGE_LIMITS",
                "{concurrency: 8, timeout: 20s, attempts: 4, batch_poll: 5ms}",
                "WEIGHBRIDGE_VERIFIERS",
                verifiers);
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--json",
                "--policy",
                file.toString(),
                "--workload",
                workload().toString(),
                "--lake",
                directory.resolve("lake").toString(),
                "--mode",
                mode));
        arguments.addAll(List.of(more));
        return Command.run(environment, "", arguments.toArray(String[]::new));
    }

    /** Prompts of the samples, whose truth the provider knows, and as many others. */
    private Path workload() throws IOException {
        Contents contents = new Contents(SEED);
        Stream<String> verified = LongStream.iterate(0, row -> row + 1)
                .mapToObj(contents::unit)
                .filter(unit -> unit.task().label().equals(TestPolicy.EASY))
                .distinct()
                .limit(VERIFIED)
                .map(EscalationTest::line);
        Stream<String> others = LongStream.range(0, VERIFIED)
                .mapToObj(item -> TestWorkload.line("other-" + item, TestPolicy.HARD, "Question number " + item));
        return Files.write(
                directory.resolve("workload.jsonl"),
                Stream.concat(verified, others).toList());
    }

    private static String line(SampleUnit unit) {
        ObjectNode line = JSON.createObjectNode();
        line.put("custom_id", "row-" + unit.row()).put("method", "POST").put("url", "/v1/chat/completions");
        ObjectNode body = line.putObject("body").put("model", "sim-frontier").put("max_tokens", 400);
        body.putArray("messages").addObject().put("role", "user").put("content", unit.user());
        body.putObject("metadata").put("task", TestPolicy.EASY);
        return line.toString();
    }
}
