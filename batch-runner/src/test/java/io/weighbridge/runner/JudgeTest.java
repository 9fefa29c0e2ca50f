package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.AnswerCheck;
import io.weighbridge.runner.FakeProvider.Behaviour;
import io.weighbridge.runner.FakeProvider.Script;
import io.weighbridge.runner.FakeProvider.Voice;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A judge is asked about every answer twice, with the verdicts in either order, and paid like any other model. */
@Timeout(120)
class JudgeTest {
    private static final int ITEMS = 20;
    /** 10 input tokens at 1 USD and 5 output tokens at 10 USD per million. */
    private static final Usd ONE_CALL = Usd.parse("0.00006");

    private static final Verification JUDGED = Verification.of(Map.of(
            TestPolicy.EASY, List.of(new AnswerCheck.Judge(TestRun.JUDGE, "It is polite.")),
            TestPolicy.HARD, List.of(new AnswerCheck.Judge(TestRun.JUDGE, null))));
    private static final Script WELL = (prompt, arrival) -> Behaviour.ANSWER;
    private static final Voice FINDS_ALL_RIGHT = (model, prompt) ->
            !model.equals(TestRun.JUDGE) ? "done" : prompt.contains("A: The answer does") ? "A" : "B";

    /** Whose question has a worst case above 0.001 USD, where that of an answer is below. */
    private static final Verification JUDGED_AT_LENGTH = Verification.of(
            Map.of(TestPolicy.EASY, List.of(new AnswerCheck.Judge(TestRun.JUDGE, "It is polite. ".repeat(100)))));

    @TempDir
    Path directory;

    @Test
    void anAnswerThatIsRightInBothOrdersIsAResult() throws Exception {
        RunSummary run = run(WELL, FINDS_ALL_RIGHT);

        assertEquals(ITEMS, run.succeeded());
        assertEquals(3 * ITEMS, run.calls());
        assertEquals(new RunSummary.Judged(ITEMS, ITEMS), run.judged());
        assertEquals(ONE_CALL.times(3 * ITEMS), run.costUsd());
        assertEquals(
                List.of(
                        new RunSummary.ModelShare(TestRun.MODEL, ITEMS, ONE_CALL.times(ITEMS)),
                        new RunSummary.ModelShare(TestRun.JUDGE, 0, ONE_CALL.times(2 * ITEMS))),
                run.byModel());
        assertEquals(ITEMS, Command.idsExactlyOnce(directory.resolve("run")).size());
        JsonNode judging = Command.lines(directory.resolve("run/calls.jsonl")).get(1);
        assertEquals(TestPolicy.EASY + "/judge", judging.path("task").asText());
        assertEquals(
                TestRun.RUN_ID + "/item-0/1", judging.path("parent_call_id").asText());
        assertEquals("care", judging.path("team").asText());
        assertTrue(!judging.hasNonNull("decision") && !judging.hasNonNull("prompt"), judging::toString);
    }

    @Test
    void aJudgeThatPrefersAPlaceLetsNothingPass() throws Exception {
        RunSummary run = run(WELL, (model, prompt) -> model.equals(TestRun.JUDGE) ? "A" : "done");

        assertEquals(ITEMS, run.needsHuman());
        assertEquals(new RunSummary.Judged(ITEMS, 0), run.judged());
        assertEquals(
                "judge: model-j says otherwise when the verdicts are swapped",
                firstForPeople().at("/error/message").asText());
    }

    @Test
    void anAnswerThatIsWrongInBothOrdersGoesToAPerson() throws Exception {
        RunSummary run = run(
                WELL,
                (model, prompt) ->
                        !model.equals(TestRun.JUDGE) ? "done" : prompt.contains("A: The answer does") ? "B" : "A");

        assertEquals(ITEMS, run.needsHuman());
        assertEquals(new RunSummary.Judged(ITEMS, ITEMS), run.judged());
        assertEquals(
                "judge: model-j finds it wrong",
                firstForPeople().at("/error/message").asText());
        assertEquals("rejected", firstForPeople().at("/error/code").asText());
    }

    @Test
    void faultsOfTheJudgeAreTriedAgainAndLeaveEachItemEndedOnce() throws Exception {
        Behaviour[] storm = {
            Behaviour.SERVER_ERROR, Behaviour.CUT_CONNECTION, Behaviour.MALFORMED_JSON, Behaviour.TOO_MANY_REQUESTS
        };

        RunSummary run = run(
                (prompt, arrival) -> isJudging(prompt) && arrival == 1
                        ? storm[Math.floorMod(prompt.hashCode(), storm.length)]
                        : Behaviour.ANSWER,
                FINDS_ALL_RIGHT);

        assertEquals(ITEMS, run.succeeded());
        assertEquals(new RunSummary.Judged(ITEMS, ITEMS), run.judged());
        assertEquals(ITEMS, Command.idsExactlyOnce(directory.resolve("run")).size());
    }

    @Test
    void aJudgeThatIsRefusedLeavesTheAnswerToAPerson() throws Exception {
        RunSummary run =
                run((prompt, arrival) -> isJudging(prompt) ? Behaviour.BAD_REQUEST : Behaviour.ANSWER, FINDS_ALL_RIGHT);

        assertEquals(ITEMS, run.needsHuman());
        assertEquals("unverified", firstForPeople().at("/error/code").asText());
        assertEquals("done", firstForPeople().at("/tried/0/answer").asText());
        assertEquals(ONE_CALL.times(ITEMS), run.costUsd());
    }

    @Test
    void whatTheBudgetKeepsFromTheJudgeIsJudgedLaterAndNotAskedAgain() throws Exception {
        Path one = TestWorkload.write(directory, 1);
        try (FakeProvider provider = FakeProvider.start(WELL, FINDS_ALL_RIGHT)) {
            TestRun run = TestRun.of(directory.resolve("run"), one, provider.baseUrl())
                    .withVerification(JUDGED_AT_LENGTH);

            RunSummary first = run.withBudget("0.001").run().summary().orElseThrow();
            assertEquals(1, first.notStarted());
            assertEquals(ONE_CALL, first.costUsd());

            RunSummary second = run.withBudget("1").run().summary().orElseThrow();
            assertEquals(1, second.succeeded());
            assertEquals(1, provider.arrivals("Question number 0"));
            assertEquals(ONE_CALL.times(3), second.costUsd());
        }
    }

    @Test
    void anAnswerWhoseTaskHasNoVerifierAnyMoreIsAResult() throws Exception {
        Path one = TestWorkload.write(directory, 1);
        try (FakeProvider provider = FakeProvider.start(WELL, FINDS_ALL_RIGHT)) {
            TestRun run = TestRun.of(directory.resolve("run"), one, provider.baseUrl());
            run.withVerification(JUDGED_AT_LENGTH).withBudget("0.001").run();

            RunSummary second = run.withBudget("1").run().summary().orElseThrow();

            assertEquals(1, second.succeeded());
            assertEquals(1, second.calls());
        }
    }

    private RunSummary run(Script script, Voice voice) throws Exception {
        try (FakeProvider provider = FakeProvider.start(script, voice)) {
            return TestRun.of(directory.resolve("run"), TestWorkload.write(directory, ITEMS), provider.baseUrl())
                    .withVerification(JUDGED)
                    .run()
                    .summary()
                    .orElseThrow();
        }
    }

    private static boolean isJudging(String prompt) {
        return prompt.startsWith("Judge an answer");
    }

    private JsonNode firstForPeople() throws Exception {
        return Command.lines(directory.resolve("run/needs-human.jsonl")).getFirst();
    }
}
