package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCommandTest {
    @TempDir
    Path directory;

    @Test
    void anEasyTaskGoesToTheCheapModelAndTheReasonSaysWhy() throws Exception {
        Path policy = TestPolicy.write(directory);

        Command route = Command.run(
                "route",
                "--policy",
                policy.toString(),
                "--task",
                TestPolicy.EASY,
                "--prompt",
                "Cancel my plan",
                "--json");

        assertEquals(0, route.exit(), route.err());
        JsonNode json = route.json();
        assertEquals("sim-small", json.path("model").asText());
        assertEquals(0.95, json.path("expected_quality").asDouble());
        // 14 bytes at 4 a token and 50 output tokens, at 0.15 and 0.60 USD per million.
        assertEquals("0.000030525000", json.path("expected_cost_usd").asText());
        assertEquals(1.0, json.path("propensity").asDouble());
        assertTrue(json.path("policy_id").asText().startsWith("policy-"));
        assertEquals(2, json.path("candidates").size());
        assertTrue(json.path("reason").asText().startsWith("sim-small: expected quality 0.950"));
    }

    @Test
    void thePromptMayComeFromStandardInput() throws Exception {
        Path policy = TestPolicy.write(directory);

        Command given = Command.run(
                "route",
                "--policy",
                policy.toString(),
                "--task",
                TestPolicy.EASY,
                "--prompt",
                "Cancel my plan",
                "--json");
        Command piped = Command.run(
                Map.of(),
                "Cancel my plan\n",
                "route",
                "--policy",
                policy.toString(),
                "--task",
                TestPolicy.EASY,
                "--json");

        assertEquals(given.out(), piped.out());
    }

    @Test
    void anUnknownTaskStaysWithTheIncumbentAndHasNoQuality() throws Exception {
        Path policy = TestPolicy.write(directory);

        JsonNode json = Command.run(
                        "route", "--policy", policy.toString(), "--task", "poetry", "--prompt", "An ode", "--json")
                .json();

        assertEquals("sim-frontier", json.path("model").asText());
        assertTrue(json.path("expected_quality").isNull());
    }

    @Test
    void whatIsNoPolicyIsBadInput() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.json"), "{}");

        Command route = Command.run("route", "--policy", file.toString(), "--task", "poetry", "--prompt", "An ode");

        assertEquals(2, route.exit());
        assertTrue(route.err().startsWith("weighbridge route: " + file + ": "), route.err());
    }
}
