package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.samples.provider.BatchOptions;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run is stopped by its name and gone on with by its name; nothing is paid twice. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@Timeout(120)
class CancelAndResumeTest {
    private static final int ITEMS = 60;
    private static final ProviderOptions OPTIONS = ProviderOptions.of(7, World.MIXED);

    @Parameter
    TestDatabase database = TestDatabase.H2;

    @TempDir
    Path directory;

    @Test
    void aCancelledRunBeginsNoMoreCallsAndAResumedOneFinishesThem() throws Exception {
        long paid;
        try (SimulatedProvider slow = SimulatedProvider.start(OPTIONS.withLatency(Duration.ofSeconds(1)))) {
            CompletableFuture<Command> running = inBackground(() -> run(slow, "sync", "openai"));
            await(running, () -> slow.requests() >= 4);

            Command cancel = runs("cancel", onlyRun());

            assertEquals(0, cancel.exit(), cancel.err());
            assertEquals("cancelling", cancel.json().path("state").asText());
            Command stopped = running.get();
            assertEquals(4, stopped.exit(), stopped.err());
            assertTrue(stopped.err().contains("cancelled, "), stopped.err());
            paid = slow.paidCalls();
            assertTrue(paid < ITEMS, () -> "paid " + slow.paidCalls());
            assertEquals("cancelled", state());
        }
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            Command resumed = runs("resume", onlyRun(), "--config", settings(provider, "openai"));

            assertEquals(0, resumed.exit(), resumed.err());
            assertEquals(ITEMS, resumed.json().path("succeeded").asInt());
            assertEquals(ITEMS - paid, provider.paidCalls());
            assertEquals("ended", state());
            assertEquals(ITEMS, idsExactlyOnce().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void theBatchesOfACancelledRunAreCancelledAtTheProviderAndCostNothing(String api) throws Exception {
        ProviderOptions slow = OPTIONS.withBatches(BatchOptions.defaults().withProcessing(Duration.ofHours(1)));
        try (SimulatedProvider provider = SimulatedProvider.start(slow)) {
            CompletableFuture<Command> running = inBackground(() -> run(provider, "batch", api));
            await(running, () -> provider.batches() == 2);

            runs("cancel", onlyRun());

            Command stopped = running.get();
            assertEquals(4, stopped.exit(), stopped.err());
            assertTrue(stopped.err().contains("cancelled, " + ITEMS + " of " + ITEMS), stopped.err());
            JsonNode run = Command.lines(
                            directory.resolve("lake/runs").resolve(onlyRun()).resolve("run.json"))
                    .getFirst();
            assertEquals(Usd.ZERO, Usd.parse(run.path("cost_usd").asText()));
            assertEquals(Usd.ZERO, Usd.parse(run.path("unresolved_usd").asText()));
            assertEquals(0, provider.paidCalls());
        }
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            Command resumed = runs("resume", onlyRun(), "--config", settings(provider, api));

            assertEquals(0, resumed.exit(), resumed.err());
            assertEquals(ITEMS, resumed.json().path("succeeded").asInt());
            assertEquals(ITEMS, provider.paidCalls());
            assertEquals(2, provider.batches());
            assertEquals(ITEMS, idsExactlyOnce().size());
        }
    }

    @Test
    void aRunThatWaitsForMoreBudgetIsResumedByItsNameAndTheBudget() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            assertEquals(3, run(provider, "sync", "openai", "--budget", "0.01").exit());
            assertEquals("waiting", state());

            String config = settings(provider, "openai");
            Command still = runs("resume", onlyRun(), "--config", config, "--budget", "0.01");
            Command done = runs("resume", onlyRun(), "--config", config, "--budget", "1");

            assertEquals(3, still.exit(), still.err());
            assertEquals(0, done.exit(), done.err());
            assertEquals(ITEMS, done.json().path("succeeded").asInt());
            assertEquals(ITEMS, provider.paidCalls());
        }
    }

    @Test
    void aRunWhoseDeadlineHasPassedGoesOnWithANewOneAndWritesSpans() throws Exception {
        Path spans = directory.resolve("spans.jsonl");
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            Command first = run(provider, "sync", "openai", "--deadline", "2020-01-01T00:00:00Z", "--budget", "0.01");
            assertEquals(3, first.exit(), first.err());
            assertTrue(first.err().contains("which is after the deadline 2020-01-01T00:00:00Z"), first.err());
            int called = provider.batches();

            String config = settings(provider, "openai");
            Command still = runs("resume", onlyRun(), "--config", config, "--budget", "0.01", "--deadline", "24h");
            Command done = runs("resume", onlyRun(), "--config", config, "--budget", "1", "--spans", spans.toString());

            assertEquals(0, called);
            assertEquals(3, still.exit(), still.err());
            assertEquals(0, done.exit(), done.err());
            assertTrue(done.json().at("/planned/in_time").asBoolean(), "the new deadline is kept");
            assertTrue(done.json().at("/planned/batches_until").isTextual());
            assertTrue(provider.batches() > 0);
            assertEquals(ITEMS, done.json().path("succeeded").asInt());
            assertEquals(ITEMS, provider.paidCalls());
            assertTrue(Files.size(spans) > 0);
        }
    }

    @Test
    void whatHasEndedIsNotCancelledAndWhatIsNotThereIsBadInput() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            run(provider, "sync", "openai");
        }
        Command ended = runs("cancel", onlyRun());
        Command absent = runs("cancel", "20200101T000000Z-aaaaaa");

        assertEquals(2, ended.exit());
        assertTrue(ended.err().contains("has ended: there is nothing to cancel"), ended.err());
        assertEquals(2, absent.exit());
        assertTrue(absent.err().contains("no such run"), absent.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\":\"run\",\"options\":[\"--config=/etc/passwd\"]}",
                "{\"command\":\"run\",\"options\":[\"@/etc/passwd\"]}",
                "{\"command\":\"sign\",\"options\":[]}",
                "{\"command\":\"run\",\"options\":[\"--mode=never\"]}",
                "oops"
            })
    void anOriginThatIsNoCommandOfOursIsNotStarted(String origin) throws Exception {
        Path run = Files.createDirectories(directory.resolve("lake/runs/20200101T000000Z-aaaaaa"));
        Files.writeString(run.resolve(".origin.json"), origin);

        Command resumed = runs("resume", "20200101T000000Z-aaaaaa");

        assertEquals(2, resumed.exit(), resumed.err());
    }

    private Command run(SimulatedProvider provider, String mode, String api, String... more) {
        try {
            List<String> arguments = new ArrayList<>(List.of(
                    "run",
                    "--json",
                    "--mode",
                    mode,
                    "--policy",
                    TestPolicy.write(directory).toString(),
                    "--workload",
                    TestWorkload.write(directory, ITEMS).toString(),
                    "--lake",
                    directory.resolve("lake").toString(),
                    "--config",
                    settings(provider, api)));
            arguments.addAll(database.options(directory));
            arguments.addAll(List.of(more));
            return Command.run(arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String settings(SimulatedProvider provider, String api) throws IOException {
        return Files.writeString(directory.resolve("weighbridge.yaml"), """
                        providers: {simulated: {base_url: '%s', api: %s, batch_discount: 0.5}}
                        limits: {concurrency: 4, timeout: 20s, attempts: 4, batch_poll: 20ms}
                        """.formatted(provider.baseUrl(), api))
                .toString();
    }

    private Command runs(String what, String runId, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "runs",
                what,
                runId,
                "--json",
                "--lake",
                directory.resolve("lake").toString()));
        arguments.addAll(List.of(more));
        return Command.run(Map.of(), "", arguments.toArray(String[]::new));
    }

    private String state() throws IOException {
        return runs("show", onlyRun()).json().path("state").asText();
    }

    private String onlyRun() throws IOException {
        try (Stream<Path> entries = Files.list(directory.resolve("lake/runs"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** On a thread of its own: the common pool, which may have one thread only, completes the replies of HTTP clients. */
    private static CompletableFuture<Command> inBackground(Supplier<Command> command) {
        return CompletableFuture.supplyAsync(
                command, task -> Thread.ofPlatform().start(task));
    }

    private static void await(CompletableFuture<Command> running, BooleanSupplier condition)
            throws InterruptedException {
        while (!condition.getAsBoolean() && !running.isDone()) {
            Thread.sleep(5);
        }
        assertTrue(condition.getAsBoolean(), () -> running.join().err());
    }

    private Set<String> idsExactlyOnce() throws IOException {
        Set<String> ids = new HashSet<>();
        Path run = directory.resolve("lake/runs").resolve(onlyRun());
        for (String file : List.of("results.jsonl", "errors.jsonl")) {
            for (JsonNode line : Command.lines(run.resolve(file))) {
                assertTrue(ids.add(line.path("custom_id").asText()), line::toString);
            }
        }
        return ids;
    }
}
