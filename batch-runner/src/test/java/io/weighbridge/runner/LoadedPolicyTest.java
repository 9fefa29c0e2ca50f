package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.routing.Cascade;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.TaskRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedPolicyTest {
    @Test
    void aRunTakesNoPolicyThatCountsOnChecks(@TempDir Path directory) throws IOException {
        TaskRule rule = TaskRule.of("sim-frontier", List.of("sim-small"))
                .withCascade(new Cascade("sim-small", "exact", 0.0001, "sim-frontier"));
        Policy policy = TestPolicy.policy().withTasks(Map.of(TestPolicy.EASY, rule));
        Path file = directory.resolve("policy.json");
        PolicyJson.write(policy, file);

        BadInputException error = assertThrows(
                BadInputException.class, () -> LoadedPolicy.read(file).requireNoCascade());

        assertEquals(
                file + ": tasks." + TestPolicy.EASY
                        + ".cascade: must be null for a run, which takes answers as they are;"
                        + " train without --verifier",
                error.getMessage());
        LoadedPolicy.read(TestPolicy.write(directory)).requireNoCascade();
    }
}
