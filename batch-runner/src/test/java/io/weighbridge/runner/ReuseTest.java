package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.AnswerCheck;
import io.weighbridge.cli.ProviderApi;
import io.weighbridge.cli.ReuseSettings;
import io.weighbridge.runner.FakeProvider.Behaviour;
import io.weighbridge.runner.FakeProvider.Script;
import io.weighbridge.runner.FakeProvider.Voice;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.runner.reuse.Reuse;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that were given before, and those of templates, cost no call. */
@Timeout(120)
class ReuseTest {
    private static final int ITEMS = 20;
    private static final Script WELL = (prompt, arrival) -> Behaviour.ANSWER;
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void equalRequestsOfALaterRunCostNothing() throws Exception {
        try (FakeProvider provider = FakeProvider.start(WELL)) {
            Path workload = TestWorkload.write(directory, ITEMS);
            RunSummary first = cached(provider, workload, NOON, UnaryOperator.identity());
            RunSummary second = cached(provider, workload, NOON.plus(Duration.ofHours(23)), UnaryOperator.identity());

            assertEquals(new RunSummary.Reused(0, 0), first.reused());
            assertEquals(new RunSummary.Reused(ITEMS, 0), second.reused());
            assertEquals(ITEMS, second.succeeded());
            assertEquals(0, second.calls());
            assertEquals(Usd.ZERO, second.costUsd().plus(second.unresolvedUsd()));
            assertEquals(List.of(), second.byModel());
            assertEquals(ITEMS, provider.keys().size());
            assertEquals(ITEMS, Command.idsExactlyOnce(directory.resolve("run")).size());
            JsonNode result =
                    Command.lines(directory.resolve("run/results.jsonl")).getFirst();
            assertEquals(
                    "done",
                    result.at("/response/body/choices/0/message/content").asText());
            assertEquals(0, result.at("/response/body/usage/completion_tokens").asInt(-1));
            CanonicalCall call = CanonicalCallJson.fromJson(
                    Files.readAllLines(directory.resolve("run/calls.jsonl")).getFirst());
            assertEquals("cache", call.request().labels().get("served_by"));
            assertEquals(Usage.of(0, 0), call.usage());
            assertEquals(null, call.decision());
        }
    }

    @Test
    void anAnswerThatIsTooOldIsAskedForAgainAndItsDayDeleted() throws Exception {
        try (FakeProvider provider = FakeProvider.start(WELL)) {
            Path workload = TestWorkload.write(directory, ITEMS);
            cached(provider, workload, NOON, UnaryOperator.identity());
            RunSummary dayAfter = cached(provider, workload, NOON.plus(Duration.ofHours(25)), UnaryOperator.identity());

            assertEquals(new RunSummary.Reused(0, 0), dayAfter.reused());
            cached(provider, workload, NOON.plus(Duration.ofDays(3)), UnaryOperator.identity());
            assertFalse(Files.exists(directory.resolve("cache/2026-11-22")));
        }
    }

    @Test
    void nothingCrossesTenantsPoliciesModelsOrParameters() throws Exception {
        Path workload = directory.resolve("workload.jsonl");
        String line = TestWorkload.line(0);
        try (FakeProvider provider = FakeProvider.start(WELL)) {
            Files.writeString(workload, line);
            cached(provider, workload, NOON, UnaryOperator.identity());
            for (String other : List.of(
                    line.replace("\"north\"", "\"south\""),
                    line.replace(",\"tenant\":\"north\"", ""),
                    line.replace(TestPolicy.EASY, TestPolicy.HARD),
                    line.replace("\"max_tokens\":64", "\"max_tokens\":65"))) {
                Files.writeString(workload, other);
                assertEquals(
                        new RunSummary.Reused(0, 0),
                        cached(provider, workload, NOON, UnaryOperator.identity())
                                .reused(),
                        other);
            }
            Files.writeString(workload, line);
            Decision otherPolicy = new Decision("policy-2", TestRun.MODEL, 1, "the only one", List.of(TestRun.MODEL));
            Decision otherModel = new Decision("policy-1", TestRun.JUDGE, 1, "the only one", List.of(TestRun.JUDGE));
            assertEquals(
                    0,
                    cached(provider, workload, NOON, run -> run.withRouting(item -> otherPolicy))
                            .reused()
                            .cache());
            assertEquals(
                    0,
                    cached(provider, workload, NOON, run -> run.withRouting(item -> otherModel))
                            .reused()
                            .cache());

            // Whose session it is no model sees.
            Files.writeString(workload, line.replace("\"s-1\"", "\"s-2\""));
            assertEquals(
                    1,
                    cached(provider, workload, NOON, UnaryOperator.identity())
                            .reused()
                            .cache());
        }
    }

    @Test
    void anAnswerThatFailsItsCheckIsNotKept() throws Exception {
        Path workload = TestWorkload.write(directory, ITEMS);
        AnswerCheck strict = new AnswerCheck.Matches(Pattern.compile("well done"));
        Map<String, List<AnswerCheck>> checks =
                Map.of(TestPolicy.EASY, List.of(strict), TestPolicy.HARD, List.of(strict));
        try (FakeProvider provider = FakeProvider.start(WELL)) {
            RunSummary failing = cached(provider, workload, NOON, checks);
            RunSummary again = cached(provider, workload, NOON, checks);

            assertEquals(ITEMS, failing.needsHuman());
            assertEquals(new RunSummary.Reused(0, 0), again.reused());
            assertEquals(2 * ITEMS, provider.keys().size());
        }
    }

    @Test
    void aKeptAnswerThatIsWrongForAnotherItemIsAskedForAgain() throws Exception {
        Path references = Files.writeString(directory.resolve("references.jsonl"), """
                {"custom_id":"first","reference":"done"}
                {"custom_id":"second","reference":"something else"}
                """);
        Map<String, List<AnswerCheck>> checks = Map.of(TestPolicy.EASY, List.of(new AnswerCheck.Exact(references)));
        Path workload = directory.resolve("workload.jsonl");
        try (FakeProvider provider = FakeProvider.start(WELL)) {
            Files.writeString(workload, TestWorkload.line("first", TestPolicy.EASY, "What now"));
            assertEquals(1, cached(provider, workload, NOON, checks).succeeded());
            Files.writeString(workload, TestWorkload.line("second", TestPolicy.EASY, "What now"));

            RunSummary second = cached(provider, workload, NOON, checks);

            assertEquals(1, second.needsHuman());
            assertEquals(2, provider.arrivals("What now"));
            JsonNode tried = Command.lines(directory.resolve("run/needs-human.jsonl"))
                    .getFirst()
                    .path("tried");
            assertEquals("cache", tried.at("/0/served_by").asText());
            assertEquals("rejected", tried.at("/0/verdict").asText());
            assertFalse(tried.at("/1").has("served_by"));
        }
    }

    @Test
    void equalRequestsAtOnceArePaidOnce() throws Exception {
        Path workload = equalRequests();
        Voice slow = (model, prompt) -> {
            pause();
            return "done";
        };
        try (FakeProvider provider = FakeProvider.start(WELL, slow)) {
            RunSummary run = cached(provider, workload, NOON, UnaryOperator.identity());

            assertEquals(1, provider.arrivals("What now"));
            assertEquals(1, run.calls());
            assertEquals(ITEMS, run.succeeded());
            assertEquals(new RunSummary.Reused(ITEMS - 1, 0), run.reused());
            assertEquals(ITEMS, Command.idsExactlyOnce(directory.resolve("run")).size());
        }
    }

    @Test
    void withoutACacheEqualRequestsAreAllAsked() throws Exception {
        try (FakeProvider provider = FakeProvider.start(WELL)) {
            RunSummary run = run(provider, equalRequests()).run().summary().orElseThrow();

            assertEquals(ITEMS, provider.arrivals("What now"));
            assertEquals(ITEMS, run.calls());
        }
    }

    @Test
    void whereTheFirstOfEqualRequestsIsRefusedTheOthersAreAsked() throws Exception {
        Script firstRefused = (prompt, arrival) -> arrival == 1 ? Behaviour.BAD_REQUEST : Behaviour.ANSWER;
        try (FakeProvider provider = FakeProvider.start(firstRefused)) {
            RunSummary run = cached(provider, equalRequests(), NOON, UnaryOperator.identity());

            assertEquals(1, run.needsHuman());
            assertEquals(ITEMS - 1, run.succeeded());
        }
    }

    @Test
    void whereNoTextIsKeptAnswersAreReusedWithinTheirRunAndThenForgotten() throws Exception {
        try (FakeProvider provider = FakeProvider.start(WELL)) {
            Path lake = directory.resolve("lake");
            Path workload = equalRequests();
            Command first = runCommand(provider, workload, lake);
            Files.writeString(workload, Files.readString(workload) + "\n");
            Command second = runCommand(provider, workload, lake);

            assertEquals(0, second.exit(), second.err());
            assertEquals(ITEMS - 1, first.json().at("/reused/cache").asInt());
            assertEquals(ITEMS - 1, second.json().at("/reused/cache").asInt());
            assertEquals(2, provider.arrivals("What now"));
            assertFalse(Files.exists(lake.resolve("cache")));
            try (Stream<Path> left = Files.list(lake.resolve("runs/.answers"))) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    private Command runCommand(FakeProvider provider, Path workload, Path lake) throws IOException {
        Path settings = Command.settings(directory, provider.baseUrl(), "concurrency: 8");
        Files.writeString(settings, Files.readString(settings) + "reuse: {cache: 24h}\ntext: none\n");
        return Command.run(
                "run",
                "--policy",
                TestPolicy.write(directory).toString(),
                "--workload",
                workload.toString(),
                "--lake",
                lake.toString(),
                "--config",
                settings.toString(),
                "--json");
    }

    private Path equalRequests() throws IOException {
        return Files.writeString(
                directory.resolve("workload.jsonl"),
                IntStream.range(0, ITEMS)
                        .mapToObj(item -> TestWorkload.line("item-" + item, TestPolicy.EASY, "What now"))
                        .collect(Collectors.joining("\n")));
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aTemplateAnswersPromptsOfItsShapeAndIsCheckedLikeAModel() throws Exception {
        Path workload = TestWorkload.write(directory, ITEMS);
        Path templates = templates("""
                {"task":"%s","tenant":"north","template":"Question number {n}","response":"Answer {n}"}
                {"task":"%s","template":"Question number {n}","response":"for nobody's tenant"}
                """.formatted(TestPolicy.EASY, TestPolicy.HARD));
        AnswerCheck notTen = new AnswerCheck.Matches(Pattern.compile("^(?!Answer 10$)"));
        Verification verification = Verification.of(Map.of(TestPolicy.EASY, List.of(notTen)));
        try (FakeProvider provider = FakeProvider.start(WELL)) {
            RunSummary run = run(provider, workload)
                    .withVerification(verification)
                    .withReuse(reuse(new ReuseSettings(null, templates), Map.of(), NOON))
                    .run()
                    .summary()
                    .orElseThrow();

            assertEquals(new RunSummary.Reused(0, ITEMS / 2 - 1), run.reused());
            assertEquals(ITEMS, run.succeeded());
            assertEquals(ITEMS / 2 + 1, provider.keys().size());
            assertEquals(1, provider.arrivals("Question number 10"));
            assertEquals(0, provider.arrivals("Question number 12"));
            assertEquals(ITEMS, Command.idsExactlyOnce(directory.resolve("run")).size());
            assertEquals(
                    "Answer 2",
                    Command.lines(directory.resolve("run/results.jsonl"))
                            .get(2)
                            .at("/response/body/choices/0/message/content")
                            .asText());
        }
    }

    @Test
    void aTemplatesAnswerIsJudgedAndOneThatIsNotRightGoesToTheModel() throws Exception {
        Path workload = TestWorkload.write(directory, 1);
        Path templates = templates("{\"task\":\"" + TestPolicy.EASY
                + "\",\"tenant\":\"*\",\"template\":\"Question number {n}\",\"response\":\"Answer {n}\"}\n");
        Verification judged =
                Verification.of(Map.of(TestPolicy.EASY, List.of(new AnswerCheck.Judge(TestRun.JUDGE, null))));
        // Finds only the model's "done" right.
        Voice voice = (model, prompt) -> !model.equals(TestRun.JUDGE)
                ? "done"
                : prompt.contains("A: The answer does") == prompt.contains("\ndone\n") ? "A" : "B";
        try (FakeProvider provider = FakeProvider.start(WELL, voice)) {
            RunSummary run = run(provider, workload)
                    .withVerification(judged)
                    .withReuse(reuse(new ReuseSettings(null, templates), Map.of(), NOON))
                    .run()
                    .summary()
                    .orElseThrow();

            assertEquals(1, run.succeeded());
            assertEquals(new RunSummary.Reused(0, 0), run.reused());
            assertEquals(new RunSummary.Judged(2, 2), run.judged());
            assertEquals(5, run.calls());
        }
    }

    @Test
    void whatIsInTheCacheGoesIntoNoBatch() throws Exception {
        Path workload = TestWorkload.write(directory, ITEMS);
        Reuse reuse = reuse(new ReuseSettings(Duration.ofHours(24), null), Map.of(), NOON);
        try (SimulatedProvider provider = SimulatedProvider.start(ProviderOptions.of(7, World.MIXED))) {
            BatchRun run = BatchRun.of(directory.resolve("first"), workload, provider, ProviderApi.OPENAI)
                    .withReuse(reuse);
            RunSummary first = run.summary();
            Files.writeString(workload, Files.readString(workload) + TestWorkload.line(ITEMS) + "\n");
            RunSummary second = BatchRun.of(directory.resolve("run"), workload, provider, ProviderApi.OPENAI)
                    .withReuse(reuse)
                    .summary();

            assertEquals(new RunSummary.Reused(0, 0), first.reused());
            assertEquals(ITEMS + 1, second.succeeded());
            assertEquals(first.succeeded() - cutOff(), second.reused().cache());
            assertEquals(ITEMS + 1 + cutOff(), provider.paidCalls());
            assertEquals(2, provider.batches());
            assertEquals(
                    ITEMS + 1, Command.idsExactlyOnce(directory.resolve("run")).size());
        }
    }

    /** Answers that ended at the limit of tokens; they are not kept. */
    private long cutOff() throws IOException {
        return Command.lines(directory.resolve("first/results.jsonl")).stream()
                .filter(line -> line.at("/response/body/choices/0/finish_reason")
                        .asText()
                        .equals("length"))
                .count();
    }

    private RunSummary cached(FakeProvider provider, Path workload, Instant now, UnaryOperator<TestRun> change)
            throws Exception {
        deleteRun();
        Reuse reuse = reuse(new ReuseSettings(Duration.ofHours(24), null), Map.of(), now);
        return change.apply(run(provider, workload).withReuse(reuse))
                .run()
                .summary()
                .orElseThrow();
    }

    private RunSummary cached(FakeProvider provider, Path workload, Instant now, Map<String, List<AnswerCheck>> checks)
            throws Exception {
        deleteRun();
        Reuse reuse = reuse(new ReuseSettings(Duration.ofHours(24), null), checks, now);
        return run(provider, workload)
                .withVerification(Verification.of(checks))
                .withReuse(reuse)
                .run()
                .summary()
                .orElseThrow();
    }

    private TestRun run(FakeProvider provider, Path workload) {
        return TestRun.of(directory.resolve("run"), workload, provider.baseUrl());
    }

    private Reuse reuse(ReuseSettings settings, Map<String, List<AnswerCheck>> checks, Instant now) throws IOException {
        return Reuse.of(settings, directory.resolve("cache"), checks, Clock.fixed(now, ZoneOffset.UTC));
    }

    private Path templates(String lines) throws IOException {
        return Files.writeString(directory.resolve("templates.jsonl"), lines);
    }

    private void deleteRun() throws IOException {
        Path run = directory.resolve("run");
        if (Files.exists(run)) {
            try (var files = Files.list(run)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
