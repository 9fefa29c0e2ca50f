package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Manifest;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command does with budgets, unfinished runs and input it cannot use. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RunRestartTest {
    @Parameter
    TestDatabase database = TestDatabase.H2;

    @TempDir
    Path directory;

    SimulatedProvider provider;

    @BeforeEach
    void startProvider() throws IOException {
        provider = SimulatedProvider.start(ProviderOptions.of(7, World.values()[0]));
    }

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    @Test
    void anExhaustedBudgetLeavesItemsThatALargerOneFinishes() throws Exception {
        Path workload = TestWorkload.write(directory, 40);

        Command first = run(workload, "--budget", "0.01", "--json");

        assertEquals(3, first.exit());
        Path runDirectory = onlyRun();
        JsonNode partial = JsonMapper.builder()
                .build()
                .readTree(runDirectory.resolve("run.json").toFile());
        long notStarted = partial.path("not_started").asLong();
        assertTrue(notStarted > 0 && notStarted < 40, partial::toString);
        assertTrue(first.err().contains("budget exhausted, " + notStarted + " of 40 items not started"), first.err());
        assertTrue(first.err().contains("--resume " + runDirectory.getFileName() + " --budget MORE"), first.err());
        assertTrue(provider.charged().compareTo(Usd.parse("0.01")) <= 0);
        assertFalse(Files.exists(runDirectory.resolve(Manifest.FILE_NAME)));

        Command second = run(workload, "--budget", "1", "--json");

        assertEquals(0, second.exit(), second.err());
        assertTrue(second.err().contains("going on with this unfinished run"), second.err());
        assertEquals(runDirectory, onlyRun());
        assertEquals(40, second.json().path("succeeded").asInt());
        assertEquals(40, provider.paidCalls());
        assertTrue(Files.exists(runDirectory.resolve(Manifest.FILE_NAME)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{tenants: {north: 0.01}}", "{teams: {care: 0.01}}", "{agents: {scribe: 0.01}}", "{day: 0.01}"})
    void aCapOfTheTenantTheTeamTheAgentOrTheDayStopsTheRunWithoutABudgetOfItsOwn(String caps) throws Exception {
        Path workload = TestWorkload.write(directory, 40);
        Files.writeString(
                workload,
                Files.readString(workload).replace("\"team\":\"care\"", "\"team\":\"care\",\"agent\":\"scribe\""));

        Command first = run(Map.of("WEIGHBRIDGE_CAPS_USD", caps), workload, "--json");

        assertEquals(3, first.exit());
        assertTrue(first.err().contains("budget exhausted"), first.err());
        assertTrue(provider.paidCalls() > 0);
        assertTrue(provider.charged().compareTo(Usd.parse("0.01")) <= 0);

        Command second = run(workload, "--json");

        assertEquals(0, second.exit(), second.err());
        assertEquals(40, second.json().path("succeeded").asInt());
        assertEquals(40, provider.paidCalls());
    }

    @Test
    void aCapOfAnAgentKeepsOnlyItsItemsOut() throws Exception {
        Path workload = directory.resolve("workload.jsonl");
        Files.write(
                workload,
                IntStream.range(0, 40)
                        .mapToObj(TestWorkload::line)
                        .map(line -> line.replace("\"team\"", "\"agent\":\"" + agent(line) + "\",\"team\""))
                        .toList());

        Command run = run(Map.of("WEIGHBRIDGE_CAPS_USD", "{agents: {scribe: 0.005}}"), workload, "--json");

        assertEquals(3, run.exit());
        Path calls = onlyRun().resolve("calls.jsonl");
        long scribes = Command.lines(calls).stream()
                .filter(call -> call.path("agent").asText().equals("scribe"))
                .count();
        assertTrue(scribes > 0 && scribes < 20, () -> "calls " + scribes);
        assertEquals(20 + scribes, provider.paidCalls());
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(onlyRun().resolve("run.json").toFile());
        assertEquals(20 - scribes, json.path("not_started").asLong());
    }

    /** Hard items, which go to the dearer model, are the scribe's. */
    private static String agent(String line) {
        return line.contains(TestPolicy.HARD) ? "scribe" : "clerk";
    }

    @Test
    void aCapOfAModelKeepsOnlyItsItemsOut() throws Exception {
        Path workload = TestWorkload.write(directory, 40);

        Command run = run(Map.of("WEIGHBRIDGE_CAPS_USD", "{models: {sim-frontier: 0.01}}"), workload, "--json");

        assertEquals(3, run.exit());
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(onlyRun().resolve("run.json").toFile());
        assertTrue(json.path("succeeded").asInt() > 20, json::toString);
        assertEquals(20, provider.paidCallsByModel().get("sim-small"));
        assertTrue(
                Usd.parse(json.at("/by_model/0/cost_usd").asText()).compareTo(Usd.parse("0.01")) <= 0, json::toString);
    }

    @Test
    void theRunsOfADayShareItsCap() throws Exception {
        Map<String, String> caps = Map.of("WEIGHBRIDGE_CAPS_USD", "{day: 0.02}");
        run(caps, TestWorkload.write(directory, 4), "--json");
        Usd first = provider.charged();

        Command second = run(caps, TestWorkload.write(directory, 200), "--json");

        assertTrue(first.compareTo(Usd.ZERO) > 0);
        assertEquals(3, second.exit());
        assertTrue(provider.paidCalls() > 4);
        assertTrue(provider.charged().compareTo(Usd.parse("0.02")) <= 0);
    }

    @Test
    void aFinishedRunIsNotSentAgainByResumeButAnewWithoutIt() throws Exception {
        Path workload = TestWorkload.write(directory, 6);
        String runId = run(workload, "--json").json().path("run_id").asText();

        Command resumed = run(workload, "--resume", runId, "--json");
        assertEquals(6, provider.paidCalls());
        Command anew = run(workload, "--json");

        assertEquals(runId, resumed.json().path("run_id").asText());
        assertEquals(6, resumed.json().path("succeeded").asInt());
        assertFalse(anew.json().path("run_id").asText().equals(runId));
        assertEquals(12, provider.paidCalls());
    }

    @Test
    void aRunCannotGoOnWithAnotherWorkload() throws Exception {
        String runId = run(TestWorkload.write(directory, 6), "--json")
                .json()
                .path("run_id")
                .asText();

        Command other = run(TestWorkload.write(directory, 7), "--resume", runId);

        assertEquals(2, other.exit());
        assertEquals(
                "weighbridge run: --resume: run " + runId + " was started with another policy or workload",
                other.err().strip());
    }

    @Test
    void badLinesAreReportedWithPlaceFieldAndRuleAndGoodOnesKept() throws Exception {
        String content = String.join(
                "\n",
                TestWorkload.line(0),
                "{oops",
                TestWorkload.line(1).replace("\"max_tokens\":64,", ""),
                TestWorkload.line(0),
                TestWorkload.line(2));
        Path workload = Files.writeString(directory.resolve("workload.jsonl"), content);

        Command run = run(workload, "--json");

        assertEquals(0, run.exit(), run.err());
        assertEquals(5, run.json().path("items").asInt());
        assertEquals(2, run.json().path("succeeded").asInt());
        assertEquals(3, run.json().path("failed").asInt());
        List<JsonNode> errors = Command.lines(onlyRun().resolve("errors.jsonl"));
        assertEquals(
                "workload.jsonl:3: body.max_tokens: must be a whole number (it bounds what the call can cost), was absent",
                errors.get(1).at("/error/message").asText());
        assertEquals("item-1", errors.get(1).path("custom_id").asText());
        assertEquals(4, errors.get(2).at("/error/line").asInt());
        assertEquals("custom_id", errors.get(2).at("/error/field").asText());
    }

    @Test
    void withoutTextTheCallsHaveHashesMadeWithTheKeyOnly() throws Exception {
        Path workload = TestWorkload.write(directory, 1);

        Command run =
                run(Map.of("WEIGHBRIDGE_TEXT", "none", "WEIGHBRIDGE_HASH_KEY", "0123456789abcdef"), workload, "--json");

        assertEquals(0, run.exit(), run.err());
        String call = Files.readString(onlyRun().resolve("calls.jsonl"));
        assertFalse(call.contains("Question number 0"), call);
        assertTrue(call.contains("\"prompt_hash\""), call);
    }

    @Test
    void withoutTextAndKeyTheCallsHaveNoHashes() throws Exception {
        Path workload = TestWorkload.write(directory, 1);

        Command run = run(Map.of("WEIGHBRIDGE_TEXT", "none"), workload, "--json");

        assertEquals(0, run.exit(), run.err());
        String call = Files.readString(onlyRun().resolve("calls.jsonl"));
        assertFalse(call.contains("Question number 0"), call);
        assertFalse(call.contains("_hash\""), call);
    }

    @Test
    void anEmptyWorkloadIsBadInput() throws Exception {
        Path workload = Files.createFile(directory.resolve("workload.jsonl"));

        Command run = run(workload);

        assertEquals(2, run.exit());
        assertEquals(
                "weighbridge run: " + workload + ": must hold request lines, is empty",
                run.err().strip());
    }

    @Test
    void anAbsentWorkloadIsBadInput() throws Exception {
        Path absent = directory.resolve("absent.jsonl");

        assertEquals(
                "weighbridge run: " + absent + ": cannot be read, no such file",
                run(absent).err().strip());
    }

    @Test
    void aModelThatNobodyServesIsFoundBeforeAnythingIsSent() throws Exception {
        Path workload = TestWorkload.write(directory, 1);

        Command run = run(Map.of("WEIGHBRIDGE_PROVIDERS", "{}"), workload);

        assertEquals(2, run.exit());
        assertEquals(
                "weighbridge run: providers: none serves model sim-frontier, which this run can ask; add it to"
                        + " weighbridge.yaml",
                run.err().strip());
        assertFalse(Files.exists(directory.resolve("lake")));
    }

    @Test
    void aBudgetMustBeAnAmount() throws Exception {
        assertEquals(
                "weighbridge run: --budget: must be a positive amount in USD, was much",
                run(TestWorkload.write(directory, 1), "--budget", "much").err().strip());
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
                directory.resolve("lake").toString(),
                "--config",
                Command.settings(directory, provider.baseUrl(), "concurrency: 8, timeout: 20s, attempts: 4")
                        .toString()));
        arguments.addAll(database.options(directory));
        arguments.addAll(List.of(more));
        return Command.run(environment, "", arguments.toArray(String[]::new));
    }

    private Path onlyRun() throws IOException {
        return Command.onlyRun(directory.resolve("lake"));
    }
}
