package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.routing.Constraints;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.TenantRule;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants in one workload, with equal requests: budget, models, answers and records stay apart. */
class TenantsTest {
    private static final int ITEMS_OF_EACH = 20;
    private static final long CAP_PICODOLLARS = 5_000_000_000L;

    @TempDir
    Path directory;

    private SimulatedProvider provider;
    private Path workload;

    @BeforeEach
    void start() throws IOException {
        provider = SimulatedProvider.start(ProviderOptions.of(7, World.values()[0]));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ITEMS_OF_EACH; i++) {
            String line = TestWorkload.line("north-" + i, TestPolicy.HARD, "Question number " + i);
            lines.add(line);
            lines.add(line.replace("north", "south"));
        }
        workload = Files.write(directory.resolve("workload.jsonl"), lines);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aTenantsCapKeepsOutItsOwnItemsAndNobodyElses() throws Exception {
        Command first = run(Constraints.NONE, "{tenants: {north: 0.005}}", "{}");

        assertEquals(3, first.exit(), first.err());
        assertEquals(ITEMS_OF_EACH, calls("south").size());
        List<JsonNode> ofNorth = calls("north");
        assertTrue(!ofNorth.isEmpty() && ofNorth.size() < ITEMS_OF_EACH, () -> "calls " + ofNorth.size());
        long picodollars = ofNorth.stream()
                .mapToLong(call -> 3_000_000 * call.path("input_tokens").asLong()
                        + 15_000_000 * call.path("output_tokens").asLong())
                .sum();
        assertTrue(picodollars > 0 && picodollars <= CAP_PICODOLLARS, () -> "spent " + picodollars);

        Command second = run(Constraints.NONE, "{}", "{}");

        assertEquals(0, second.exit(), second.err());
        assertEquals(2 * ITEMS_OF_EACH, Command.idsExactlyOnce(run()).size());
        assertEquals(2 * ITEMS_OF_EACH, provider.paidCalls());
    }

    @Test
    void equalRequestsOfTwoTenantsShareNoAnswer() throws Exception {
        Command run = run(Constraints.NONE, "{}", "{cache: 24h}");

        assertEquals(0, run.exit(), run.err());
        assertEquals(2 * ITEMS_OF_EACH, provider.paidCalls());
        try (Stream<Path> days = Files.list(directory.resolve("lake/cache"));
                Stream<Path> tenants = Files.list(days.findFirst().orElseThrow())) {
            assertEquals(2, tenants.count());
        }
    }

    @Test
    void aTenantIsServedByItsOwnModelsAndItsCallsAreRecordedAsItsOwn() throws Exception {
        Constraints southOnSmall =
                Constraints.of(Map.of("south", TenantRule.ofModels(Set.of("sim-small"))), Map.of(), Map.of());
        Command run = run(southOnSmall, "{}", "{}");

        assertEquals(0, run.exit(), run.err());
        assertEquals(Set.of("sim-small"), models(calls("south")));
        assertEquals(Set.of("sim-frontier"), models(calls("north")));
        for (JsonNode call : Command.lines(run().resolve("calls.jsonl"))) {
            String customId = call.at("/labels/custom_id").asText();
            assertEquals(call.path("tenant").asText(), customId.substring(0, customId.indexOf('-')));
        }
        assertFalse(Files.readString(run().resolve("errors.jsonl")).contains("custom_id"));
    }

    private static Set<String> models(List<JsonNode> calls) {
        return calls.stream().map(call -> call.path("requested_model").asText()).collect(Collectors.toSet());
    }

    private List<JsonNode> calls(String tenant) throws IOException {
        return Command.lines(run().resolve("calls.jsonl")).stream()
                .filter(call -> call.path("tenant").asText().equals(tenant))
                .toList();
    }

    private Path run() throws IOException {
        return Command.onlyRun(directory.resolve("lake"));
    }

    private Command run(Constraints constraints, String caps, String reuse) throws IOException {
        Path policy = directory.resolve("policy.json");
        PolicyJson.write(TestPolicy.policy().withConstraints(constraints), policy);
        return Command.run(
                Map.of("WEIGHBRIDGE_CAPS_USD", caps, "WEIGHBRIDGE_REUSE", reuse),
                "",
                "run",
                "--policy",
                policy.toString(),
                "--workload",
                workload.toString(),
                "--lake",
                directory.resolve("lake").toString(),
                "--config",
                Command.settings(directory, provider.baseUrl(), "concurrency: 8, timeout: 5s, attempts: 4")
                        .toString(),
                "--json");
    }
}
