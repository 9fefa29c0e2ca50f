package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.cli.AnswerCheck;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Cascade;
import io.weighbridge.routing.Limits;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.TaskRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedPolicyTest {
    @Test
    void aModelThatOnlyLongPromptsFallBackToMayBeServedByNobody(@TempDir Path directory) throws IOException {
        Policy policy = TestPolicy.policy();
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(policy.candidates().get(0).withLimits(Limits.UNKNOWN.withContext(1_000, 1_000)));
        candidates.add(policy.candidates().get(1));
        Policy limited = policy.withCandidates(candidates, "for the test")
                .withTasks(Map.of(TestPolicy.HARD, TaskRule.of("sim-frontier", List.of())));
        Path file = directory.resolve("policy.json");
        PolicyJson.write(limited, file);
        LoadedPolicy loaded = LoadedPolicy.read(file, InstantSource.system());

        assertEquals(
                new LoadedPolicy.Models(Map.of("sim-frontier", "simulated"), Set.of("sim-small")),
                loaded.models((model, provider) -> model.equals("sim-frontier")));
        assertEquals(
                new LoadedPolicy.Models(Map.of("sim-frontier", "simulated", "sim-small", "simulated"), Set.of()),
                loaded.models((model, provider) -> true));
        assertEquals(
                Map.of("sim-frontier", "simulated"),
                loaded.models((model, provider) -> false).providers(),
                "an intended model is asked for, served or not");
    }

    @Test
    void aCascadeWhoseEvidenceNamesAKindOfCheckIsNotRunWithAnother(@TempDir Path directory) throws IOException {
        TaskRule rule = TaskRule.of("sim-frontier", List.of("sim-small"))
                .withCascade(new Cascade("sim-small", "exact/number/night", 0.0001, "sim-frontier"));
        Path file = directory.resolve("policy.json");
        PolicyJson.write(TestPolicy.policy().withTasks(Map.of(TestPolicy.EASY, rule)), file);
        LoadedPolicy loaded = LoadedPolicy.read(file, InstantSource.system());
        AnswerCheck matches = new AnswerCheck.Matches(Pattern.compile("[0-9]"));
        AnswerCheck number = new AnswerCheck.Number(directory.resolve("references.jsonl"));

        BadInputException error = assertThrows(
                BadInputException.class, () -> loaded.requireChecks(Map.of(TestPolicy.EASY, List.of(matches))));

        assertEquals(
                file + ": tasks." + TestPolicy.EASY
                        + ".cascade: counts on the check \"exact/number/night\", so verifiers." + TestPolicy.EASY
                        + " must have one of number, was [matches]",
                error.getMessage());
        assertEquals(List.of(), loaded.requireChecks(Map.of(TestPolicy.EASY, List.of(matches, number))));
    }

    @Test
    void aCascadeNeedsTheCheckThatItCountsOn(@TempDir Path directory) throws IOException {
        TaskRule rule = TaskRule.of("sim-frontier", List.of("sim-small"))
                .withCascade(new Cascade("sim-small", "exact", 0.0001, "sim-frontier"));
        Policy policy = TestPolicy.policy().withTasks(Map.of(TestPolicy.EASY, rule));
        Path file = directory.resolve("policy.json");
        PolicyJson.write(policy, file);

        LoadedPolicy loaded = LoadedPolicy.read(file, InstantSource.system());
        AnswerCheck judge = new AnswerCheck.Judge("sim-frontier", null);
        AnswerCheck exact = new AnswerCheck.Exact(directory.resolve("references.jsonl"));

        for (List<AnswerCheck> unfit : List.of(List.<AnswerCheck>of(), List.of(judge))) {
            BadInputException error =
                    assertThrows(BadInputException.class, () -> loaded.requireChecks(Map.of(TestPolicy.EASY, unfit)));
            assertEquals(
                    file + ": tasks." + TestPolicy.EASY + ".cascade: counts on the check \"exact\", so verifiers."
                            + TestPolicy.EASY
                            + " must have one of json_schema, matches, exact, number, command, was []",
                    error.getMessage());
        }
        assertEquals(
                List.of(file + ": tasks." + TestPolicy.EASY
                        + ".cascade: counts on the check \"exact\", which says no kind of check: that it is [exact] is not"
                        + " proved"),
                loaded.requireChecks(Map.of(TestPolicy.EASY, List.of(judge, exact))));
        LoadedPolicy.read(TestPolicy.write(directory), InstantSource.system()).requireChecks(Map.of());
    }
}
