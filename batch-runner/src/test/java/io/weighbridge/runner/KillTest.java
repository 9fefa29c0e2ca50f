package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.ProviderApi;
import io.weighbridge.samples.provider.BatchOptions;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a run in a process of its own (SIGKILL) and starts it again. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class KillTest {
    private static final int ITEMS = 600;
    private static final int CONCURRENCY = 16;
    private static final Usd BUDGET = Usd.parse("5");
    /** Time to be killed while a creation is unanswered, and while a batch is worked on. */
    private static final ProviderOptions SLOW_BATCHES = ProviderOptions.of(7, World.values()[0])
            .withLatency(Duration.ofMillis(400))
            .withBatches(BatchOptions.defaults().withProcessing(Duration.ofSeconds(2)));

    @Parameter
    TestDatabase database = TestDatabase.H2;

    @TempDir
    Path directory;

    @Test
    @Timeout(120)
    void killedThreeTimesEveryItemEndsOnceAndIsPaidOnce() throws Exception {
        SplittableRandom random = new SplittableRandom(20261122);
        ProviderOptions options = ProviderOptions.of(7, World.values()[0]).withLatency(Duration.ofMillis(10));
        try (SimulatedProvider provider = SimulatedProvider.start(options)) {
            List<String> arguments = arguments(provider, ITEMS);

            // The first dies in the middle of its answers, the second soon after it goes on, the third late.
            for (long sends : new long[] {random.nextLong(20, 250), 260, random.nextLong(400, 580)}) {
                Process process = start(arguments);
                awaitRequests(provider, process, sends);
                kill(process);
                assertTrue(provider.charged().compareTo(BUDGET) <= 0);
            }
            JsonNode json = ended(start(arguments));

            assertEquals(ITEMS, json.path("items").asInt());
            assertEquals(ITEMS, json.path("succeeded").asInt());
            assertEquals(ITEMS, provider.paidCalls());
            assertTrue(provider.requests() <= ITEMS + 3 * CONCURRENCY, () -> "sent " + provider.requests());
            assertEquals(provider.charged(), Usd.parse(json.path("cost_usd").asText()));
            assertEquals(ITEMS, endedOnce(json));
            assertEquals(1, runs());
        }
    }

    /** Half of the items are rejected by a check and go up; the judge of the others only talks. All end with people. */
    @Test
    @Timeout(120)
    void killedBetweenAnswersChecksAndJudgesNothingIsPaidTwice() throws Exception {
        SplittableRandom random = new SplittableRandom(20261127);
        ProviderOptions options = ProviderOptions.of(7, World.values()[0]).withLatency(Duration.ofMillis(10));
        try (SimulatedProvider provider = SimulatedProvider.start(options)) {
            List<String> arguments = arguments(provider, ITEMS);
            Map<String, String> environment = Map.of(
                    "WEIGHBRIDGE_PROVIDERS",
                    "{simulated: {base_url: '" + provider.baseUrl() + "'}}",
                    "WEIGHBRIDGE_VERIFIERS",
                    "{" + TestPolicy.EASY + ": [{matches: no model says this}], " + TestPolicy.HARD
                            + ": [{judge: sim-medium}]}");
            int calls = ITEMS / 2 * 2 + ITEMS / 2 * 3;

            for (long sends : new long[] {random.nextLong(50, 500), random.nextLong(700, 1_300)}) {
                Process process = start(arguments, environment);
                awaitRequests(provider, process, sends);
                kill(process);
            }
            JsonNode json = ended(start(arguments, environment));

            assertEquals(ITEMS, json.path("needs_human").asInt());
            assertEquals(ITEMS / 2, json.path("escalated").asInt());
            assertEquals(calls, json.path("calls").asInt());
            assertEquals(calls, provider.paidCalls());
            assertTrue(provider.requests() <= calls + 2 * CONCURRENCY, () -> "sent " + provider.requests());
            assertEquals(provider.charged(), Usd.parse(json.path("cost_usd").asText()));
            assertEquals(ITEMS, endedOnce(json));
        }
    }

    /** Killed while a creation is unanswered, while a batch is worked on, and while its results come in. */
    @ParameterizedTest
    @EnumSource(ProviderApi.class)
    @Timeout(120)
    void killedInBatchModeNoItemIsPutIntoTwoBatches(ProviderApi api) throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(SLOW_BATCHES)) {
            Map<String, String> environment = Map.of(
                    "WEIGHBRIDGE_PROVIDERS",
                    "{simulated: {base_url: '" + provider.baseUrl() + "', api: "
                            + api.name().toLowerCase(Locale.ROOT) + ", batch_discount: 0.5}}",
                    "WEIGHBRIDGE_LIMITS",
                    "{attempts: 4, timeout: 5s, batch_poll: 50ms}");

            JsonNode json = endedAfterKillsAt(new int[] {1, 2}, provider, arguments(provider, ITEMS), environment);

            assertEquals(ITEMS, json.path("succeeded").asInt());
            assertEquals(2, provider.batches());
            assertPaidOnce(ITEMS, provider, json);
        }
    }

    /** Killed in the first wave of batches, and in the second, which asks the next model about what failed. */
    @Test
    @Timeout(120)
    void killedBetweenWavesOfBatchesWhatFailedGoesUpInOneBatchMore() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(SLOW_BATCHES)) {
            Map<String, String> environment = Map.of(
                    "WEIGHBRIDGE_PROVIDERS",
                    "{simulated: {base_url: '" + provider.baseUrl() + "', api: anthropic, batch_discount: 0.5}}",
                    "WEIGHBRIDGE_LIMITS",
                    "{attempts: 4, timeout: 5s, batch_poll: 50ms}",
                    "WEIGHBRIDGE_VERIFIERS",
                    "{" + TestPolicy.EASY + ": [{matches: no model says this}]}");

            JsonNode json = endedAfterKillsAt(new int[] {2, 3}, provider, arguments(provider, ITEMS), environment);

            int requests = ITEMS + ITEMS / 2;
            assertEquals(ITEMS / 2, json.path("succeeded").asInt());
            assertEquals(ITEMS / 2, json.path("needs_human").asInt());
            assertEquals(ITEMS / 2, json.path("escalated").asInt());
            assertEquals(3, provider.batches());
            assertPaidOnce(requests, provider, json);
        }
    }

    /** Killed in each wave: answers, their judge in one order and in the other, the next model about what was rejected. */
    @Test
    @Timeout(120)
    void killedBetweenAnswersAndJudgesInBatchesNothingIsAskedTwice() throws Exception {
        ProviderOptions options = ProviderOptions.of(7, World.values()[0])
                .withLatency(Duration.ofMillis(100))
                .withJudges()
                .withBatches(BatchOptions.defaults().withProcessing(Duration.ofMillis(700)));
        try (SimulatedProvider provider = SimulatedProvider.start(options)) {
            Map<String, String> environment = Map.of(
                    "WEIGHBRIDGE_PROVIDERS",
                    "{simulated: {base_url: '" + provider.baseUrl() + "', api: openai, batch_discount: 0.5}}",
                    "WEIGHBRIDGE_LIMITS",
                    "{attempts: 4, timeout: 5s, batch_poll: 50ms}",
                    "WEIGHBRIDGE_VERIFIERS",
                    "{" + TestPolicy.EASY + ": [{judge: sim-medium}]}");

            JsonNode json =
                    endedAfterKillsAt(new int[] {2, 3, 4, 5}, provider, arguments(provider, ITEMS), environment);

            int escalated = json.path("escalated").asInt();
            int requests = ITEMS + escalated + 2 * (ITEMS / 2 + escalated);
            assertTrue(escalated > 0 && escalated < ITEMS / 2, () -> "escalated " + escalated);
            assertEquals(7, provider.batches());
            assertPaidOnce(requests, provider, json);
        }
    }

    @Test
    @Timeout(60)
    void aSecondProcessOnTheSameRunIsTurnedAwayAndSendsNothing() throws Exception {
        ProviderOptions slow = ProviderOptions.of(7, World.values()[0]).withLatency(Duration.ofSeconds(20));
        try (SimulatedProvider provider = SimulatedProvider.start(slow)) {
            List<String> arguments = arguments(provider, 4);
            Process first = start(arguments);
            awaitRequests(provider, first, 4);

            Command second = Command.run(arguments.toArray(String[]::new));

            first.destroyForcibly().waitFor();
            assertEquals(5, second.exit());
            assertTrue(second.err().contains("another process is working on it"), second.err());
            assertEquals(4, provider.requests());
        }
    }

    /** A run in batch mode that is killed whenever the provider has so many batches, and gone on with to its end. */
    private JsonNode endedAfterKillsAt(
            int[] batches, SimulatedProvider provider, List<String> ofCalls, Map<String, String> environment)
            throws Exception {
        List<String> arguments = new ArrayList<>(ofCalls);
        arguments.addAll(List.of("--mode", "batch"));
        for (int at : batches) {
            Process process = start(arguments, environment);
            while (provider.batches() < at) {
                assertTrue(process.isAlive(), () -> "ended before it could be killed: " + err());
                TimeUnit.MILLISECONDS.sleep(1);
            }
            kill(process);
        }
        return ended(start(arguments, environment));
    }

    /** Every request was put into one batch and charged once, and the run knows it; every item ended once. */
    private void assertPaidOnce(int requests, SimulatedProvider provider, JsonNode json) throws IOException {
        assertEquals(requests, provider.batchedRequests());
        assertEquals(requests, provider.paidCalls());
        assertEquals(provider.charged(), Usd.parse(json.path("cost_usd").asText()));
        assertEquals(ITEMS, endedOnce(json));
    }

    private List<String> arguments(SimulatedProvider provider, int items) throws IOException {
        String limits = "concurrency: " + CONCURRENCY + ", timeout: 60s, attempts: 4";
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--policy",
                TestPolicy.write(directory).toString(),
                "--workload",
                TestWorkload.write(directory, items).toString(),
                "--config",
                Command.settings(directory, provider.baseUrl(), limits).toString(),
                "--lake",
                directory.resolve("lake").toString(),
                "--budget",
                "5",
                "--json"));
        arguments.addAll(database.options(directory));
        return arguments;
    }

    private Process start(List<String> arguments) throws IOException {
        return start(arguments, Map.of());
    }

    private Process start(List<String> arguments, Map<String, String> environment) throws IOException {
        Stream<String> java = TestJvm.command("256m", "io.weighbridge.runner.Main").stream();
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(java, arguments.stream()).toList());
        builder.environment().putAll(environment);
        return builder.redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("err.txt").toFile()))
                .start();
    }

    private void awaitRequests(SimulatedProvider provider, Process process, long requests) throws Exception {
        while (provider.requests() < requests) {
            assertTrue(process.isAlive(), () -> "ended before it could be killed: " + err());
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private long runs() throws IOException {
        try (Stream<Path> runs = Files.list(directory.resolve("lake/runs"))) {
            return runs.count();
        }
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** How many items the run of a result line ended. */
    private int endedOnce(JsonNode json) throws IOException {
        return Command.idsExactlyOnce(directory
                        .resolve("lake/runs")
                        .resolve(json.path("run_id").asText()))
                .size();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
        assertEquals(137, process.exitValue(), "killed, not ended");
    }

    /** The result line of a process that is left alone. */
    private JsonNode ended(Process process) throws Exception {
        String out = text(process.getInputStream());
        assertEquals(0, process.waitFor(), () -> err());
        return JsonMapper.builder().build().readTree(out);
    }

    private String err() {
        try {
            return Files.readString(directory.resolve("err.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
