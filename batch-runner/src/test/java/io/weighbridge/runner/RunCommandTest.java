package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.StepRecord;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.Manifest;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir
    Path directory;

    SimulatedProvider provider;
    Path lake;

    @BeforeEach
    void startProvider() throws IOException {
        provider = SimulatedProvider.start(ProviderOptions.of(7, World.values()[0]));
        lake = directory.resolve("lake");
    }

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    @Test
    void everyItemIsRoutedAnsweredAndHandedOver() throws Exception {
        Path workload = TestWorkload.write(directory, 40);

        Command run = run(workload, "--json");

        assertEquals(0, run.exit(), run.err());
        JsonNode json = run.json();
        assertEquals(40, json.path("items").asInt());
        assertEquals(40, json.path("succeeded").asInt());
        assertEquals("sim-frontier", json.path("by_model").path(0).path("model").asText());
        assertEquals(20, json.path("by_model").path(0).path("items").asInt());
        assertEquals(20, json.path("by_model").path(1).path("items").asInt());
        assertEquals(40, provider.paidCalls());
        assertEquals(provider.charged(), Usd.parse(json.path("cost_usd").asText()));
        Path run1 = lake.resolve("runs").resolve(json.path("run_id").asText());
        assertEquals(List.of(), Manifest.read(run1).orElseThrow().differences(run1));
        assertEquals(
                run.out().strip(), Files.readString(run1.resolve("run.json")).strip());
        Set<String> ids = new TreeSet<>();
        for (JsonNode line : Command.lines(run1.resolve("results.jsonl"))) {
            ids.add(line.path("custom_id").asText());
            assertTrue(line.path("error").isNull());
            assertEquals(200, line.path("response").path("status_code").asInt());
            assertEquals(
                    "chat.completion",
                    line.path("response").path("body").path("object").asText());
        }
        assertEquals(40, ids.size());
    }

    @Test
    void callsAreReadBackAsCanonicalCallsWithTheirDecision() throws Exception {
        Command run = run(TestWorkload.write(directory, 2), "--json");

        Path calls =
                lake.resolve("runs").resolve(run.json().path("run_id").asText()).resolve("calls.jsonl");
        List<String> lines = Files.readAllLines(calls);
        CanonicalCall easy = CanonicalCallJson.fromJson(lines.getFirst());
        assertEquals("weighbridge", easy.source());
        assertEquals(run.json().path("run_id").asText() + "/item-0/1", easy.callId());
        assertEquals(TestPolicy.EASY, easy.attribution().task());
        assertEquals("sim-small", easy.request().requestedModel());
        assertEquals("Question number 0", easy.request().prompt());
        assertEquals("item-0", easy.request().labels().get("custom_id"));
        Decision decision = Objects.requireNonNull(easy.decision());
        assertEquals("sim-small", decision.chosenModel());
        assertEquals(1.0, decision.propensity());
        assertEquals(List.of("sim-frontier", "sim-small"), decision.candidates());
        assertTrue(Objects.requireNonNull(easy.usage()).inputTokens() > 0);
        assertEquals("ok", easy.response().status());
    }

    @Test
    void aRunThatWasKilledBeforeItSaidThatItHadEndedSaysSoAndAsksNobody() throws Exception {
        Path workload = TestWorkload.write(directory, 8);
        Command first = run(workload, "--json");
        Path ended = lake.resolve("runs").resolve(first.json().path("run_id").asText());
        assertFalse(Files.exists(ended.resolve(".unreported")));
        // As a process leaves it that is killed with its files published and nothing printed.
        Files.createFile(ended.resolve(".unreported"));

        Command again = run(workload, "--json");
        Command anew = run(workload, "--json");

        assertEquals(0, again.exit(), again.err());
        assertEquals(first.json(), again.json());
        assertFalse(Files.exists(ended.resolve(".unreported")));
        assertNotEquals(first.json().path("run_id"), anew.json().path("run_id"));
        assertEquals(16, provider.paidCalls());
    }

    @Test
    void aRunThatIsNotDoneHasNotBeenReported() throws Exception {
        Path workload = TestWorkload.write(directory, 40);
        Command partly = run(workload, "--json", "--budget", "0.01");
        assertEquals(3, partly.exit(), partly.err());
        Path run = Command.onlyRun(lake);
        assertTrue(Files.exists(run.resolve(".unreported")));

        Command rest = run(workload, "--json", "--budget", "5");

        assertEquals(0, rest.exit(), rest.err());
        assertEquals(run, Command.onlyRun(lake));
        assertFalse(Files.exists(run.resolve(".unreported")));
        assertEquals(40, provider.paidCalls());
    }

    @Test
    void aStepOfANightThatLeavesItemsSaysWhatIsDone() throws Exception {
        Path record = directory.resolve("5-run.json");
        Map<String, String> step = Map.of(
                "WEIGHBRIDGE_STEP",
                "night/5-run",
                "WEIGHBRIDGE_STEP_RECORD",
                record.toString(),
                "WEIGHBRIDGE_STEP_LEASE",
                directory.resolve("lease").toString());

        Command run = run(step, TestWorkload.write(directory, 40), "--budget", "0.01");

        assertEquals(3, run.exit(), run.err());
        StepRecord left = StepRecord.read(record).orElseThrow();
        assertEquals(StepRecord.Status.PARTIAL, left.status());
        JsonNode result = Objects.requireNonNull(left.result());
        assertTrue(result.path("succeeded").asInt() > 0, result::toString);
        assertEquals(
                40 - result.path("succeeded").asInt(),
                result.path("not_started").asInt());
        assertTrue(Files.exists(
                lake.resolve("runs").resolve(result.path("run_id").asText()).resolve("calls.jsonl")));
    }

    private Command run(Path workload, String... more) throws IOException {
        return run(Map.of(), workload, more);
    }

    private Command run(Map<String, String> environment, Path workload, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--policy",
                TestPolicy.write(directory).toString(),
                "--workload",
                workload.toString(),
                "--lake",
                lake.toString(),
                "--config",
                Command.settings(directory, provider.baseUrl(), "concurrency: 8, timeout: 5s, attempts: 4")
                        .toString()));
        arguments.addAll(List.of(more));
        return Command.run(environment, "", arguments.toArray(String[]::new));
    }
}
