package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.ProviderApi;
import io.weighbridge.runner.job.RunSetup.Mode;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.samples.provider.BatchFaults;
import io.weighbridge.samples.provider.BatchOptions;
import io.weighbridge.samples.provider.FaultRates;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chats, responses and embeddings in one workload, a third each. */
@Timeout(120)
class OperationsTest {
    private static final int ITEMS = 90;
    private static final ProviderOptions OPTIONS = ProviderOptions.of(7, World.values()[0]);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Mode.class)
    void eachIsAnsweredInItsFormAndCostsWhatTheProviderCharged(Mode mode) throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            RunSummary run = run(provider, ProviderApi.OPENAI, mode);

            assertEquals(ITEMS, run.succeeded());
            assertEquals(ITEMS, provider.paidCalls());
            assertEquals(provider.charged(), run.costUsd());
            assertEquals(Usd.ZERO, run.unresolvedUsd());
            assertEquals(mode == Mode.BATCH ? 3 : 0, provider.batches());
            Map<String, JsonNode> bodies = bodies();
            for (int item = 0; item < ITEMS; item++) {
                JsonNode body = Objects.requireNonNull(bodies.get("item-" + item));
                switch (item % 3) {
                    case 0 ->
                        assertEquals("chat.completion", body.path("object").asText());
                    case 1 -> assertEquals("response", body.path("object").asText());
                    default ->
                        assertTrue(body.path("data").path(0).path("embedding").isArray());
                }
            }
            List<JsonNode> calls = Command.lines(directory.resolve("run/calls.jsonl"));
            assertEquals(ITEMS, calls.size());
            assertEquals("Question 1", calls.get(1).path("prompt").asText());
            assertTrue(calls.get(1).path("response_text").asText().length() > 1, calls.get(1)::toString);
            assertTrue(calls.get(1).path("output_tokens").asLong() > 0);
            assertEquals(0, calls.get(2).path("output_tokens").asLong(-1));
            assertTrue(calls.get(2).path("input_tokens").asLong() > 0);
        }
    }

    @Test
    void passingFaultsOfEveryKindAreTriedAgain() throws Exception {
        FaultRates faults = new FaultRates(0.1, 0.1, 0.1, 0, 0.1, Duration.ofMinutes(1));
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withFaults(faults))) {
            RunSummary run = run(provider, ProviderApi.OPENAI, Mode.SYNC);

            assertEquals(ITEMS, run.succeeded() + run.needsHuman());
            assertTrue(run.succeeded() > ITEMS * 0.9, () -> "succeeded " + run.succeeded());
            assertEquals(run.succeeded(), bodies().size());
        }
    }

    @Test
    void linesOfBatchesThatGoWrongAreAskedAgainInABatchOfTheirOperation() throws Exception {
        BatchOptions batches = BatchOptions.defaults().withFaults(BatchFaults.lines(0.2, 0.1, 0, 0.1, 0, 0, 0));
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withBatches(batches))) {
            RunSummary run = run(provider, ProviderApi.OPENAI, Mode.BATCH);

            assertEquals(ITEMS, run.succeeded() + run.needsHuman());
            assertTrue(run.succeeded() > ITEMS * 0.85, () -> "succeeded " + run.succeeded());
            assertTrue(run.batches().size() > 3);
            assertTrue(run.batches().stream().allMatch(batch -> batch.problem() == null), run.batches()::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aProviderWithoutAnOperationRefusesItAndNothingIsPaid(Mode mode) throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            RunSummary run = run(provider, ProviderApi.ANTHROPIC, mode);

            assertEquals(ITEMS / 3, run.succeeded());
            assertEquals(2 * ITEMS / 3, run.needsHuman());
            assertEquals(ITEMS / 3, provider.paidCalls());
            JsonNode person =
                    Command.lines(directory.resolve("run/needs-human.jsonl")).getFirst();
            assertEquals("refused", person.path("error").path("code").asText());
            assertEquals(
                    "url: must be \"/v1/chat/completions\" for this provider",
                    person.path("error").path("message").asText());
        }
    }

    private RunSummary run(SimulatedProvider provider, ProviderApi api, Mode mode) throws Exception {
        Path workload = Files.writeString(
                directory.resolve("workload.jsonl"),
                IntStream.range(0, ITEMS).mapToObj(OperationsTest::line).collect(Collectors.joining("\n", "", "\n")));
        return BatchRun.of(directory.resolve("run"), workload, provider, api)
                .withMode(mode)
                .summary();
    }

    private static String line(int item) {
        String prompt = "Question " + item;
        return switch (item % 3) {
            case 0 -> line(item, "chat/completions", """
                        "messages":[{"role":"user","content":"%s"}],"max_tokens":200""".formatted(prompt));
            case 1 -> line(item, "responses", """
                        "input":"%s","instructions":"Be brief","max_output_tokens":200""".formatted(prompt));
            default -> line(item, "embeddings", "\"input\":[\"" + prompt + "\"]");
        };
    }

    private static String line(int item, String operation, String asked) {
        return """
                {"custom_id":"item-%d","method":"POST","url":"/v1/%s","body":{"model":"%s",%s,\
                "metadata":{"task":"any"}}}""".formatted(item, operation, BatchRun.MODEL, asked);
    }

    private Map<String, JsonNode> bodies() throws Exception {
        Map<String, JsonNode> bodies = new HashMap<>();
        for (JsonNode line : Command.lines(directory.resolve("run/results.jsonl"))) {
            bodies.put(line.path("custom_id").asText(), line.path("response").path("body"));
        }
        return bodies;
    }
}
