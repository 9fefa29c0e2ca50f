package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.weighbridge.runner.journal.JournalSchema;
import io.weighbridge.runner.journal.LiveWorkers;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Workers share a run: whoever dies, each item ends once, is paid once, and no cap is exceeded. */
@Timeout(180)
class WorkersTest {
    private static final ProviderOptions OPTIONS = ProviderOptions.of(7, World.MIXED);
    private static final int CONCURRENCY = 8;
    private static final int TERMINATED = 128 + 15;

    private final List<Process> processes = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void aWorkerAndTheRunAreKilledAndEveryItemEndsOnceAndIsPaidOnce() throws Exception {
        int items = 2_000;
        ProviderOptions slow = OPTIONS.withLatency(Duration.ofMillis(10));
        try (SimulatedProvider provider = SimulatedProvider.start(slow)) {
            List<String> run = runArguments(provider, items, "--budget", "20");
            Process first = start(run);
            startWorkers(2);
            await(first, () -> provider.requests() >= 500);
            kill(processes.get(1));
            await(first, () -> provider.requests() >= 900);
            kill(first);
            JsonNode json = ended(start(run));

            assertEquals(items, json.path("succeeded").asInt());
            assertEquals(items, provider.paidCalls());
            assertEquals(provider.charged(), Usd.parse(json.path("cost_usd").asText()));
            assertTrue(provider.requests() <= items + CONCURRENCY, () -> "sent " + provider.requests());
            assertEquals(items, Command.idsExactlyOnce(onlyRun()).size());
            assertTrue(processes.get(2).isAlive(), this::err);
        }
    }

    @Test
    void twoWorkersDoNotSpendMoreThanOneBudgetAndALargerOneFinishes() throws Exception {
        int items = 1_500;
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withLatency(Duration.ofMillis(2)))) {
            List<String> run = runArguments(provider, items, "--budget", "0.2");
            startWorkers(2);

            Command first = Command.run(run.toArray(String[]::new));

            assertEquals(3, first.exit(), first.err());
            Usd spent = provider.charged();
            assertTrue(spent.compareTo(Usd.parse("0.2")) <= 0, spent::toString);
            JsonNode partial = Command.lines(onlyRun().resolve("run.json")).getFirst();
            assertEquals(spent, Usd.parse(partial.path("cost_usd").asText()));
            // What is left does not fit: the dearest request is less than a cent at its worst.
            assertTrue(spent.compareTo(Usd.parse("0.19")) > 0, spent::toString);

            Command second =
                    Command.run(runArguments(provider, items, "--budget", "20").toArray(String[]::new));

            assertEquals(0, second.exit(), second.err());
            assertEquals(items, provider.paidCalls());
            assertEquals(items, Command.idsExactlyOnce(onlyRun()).size());
        }
    }

    @Test
    void aCancelledRunIsLetGoByItsWorkersAndResumedLater() throws Exception {
        int items = 600;
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withLatency(Duration.ofMillis(50)))) {
            List<String> arguments = runArguments(provider, items);
            startWorkers(1);
            CompletableFuture<Command> run = inBackground(() -> Command.run(arguments.toArray(String[]::new)));
            while (provider.requests() < 50 && !run.isDone()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            String lake = directory.resolve("lake").toString();
            String runId = onlyRun().getFileName().toString();

            Command cancel = Command.run("runs", "cancel", runId, "--lake", lake, "--json");

            assertEquals("cancelling", cancel.json().path("state").asText());
            assertEquals(4, run.get().exit(), () -> run.join().err());
            assertTrue(provider.paidCalls() < items);
            Command resumed = Command.run("runs", "resume", runId, "--lake", lake, "--json", "--config", config());
            assertEquals(0, resumed.exit(), resumed.err());
            assertEquals(items, resumed.json().path("succeeded").asInt());
            assertEquals(items, provider.paidCalls());
        }
    }

    @Test
    void aWorkerThatIsTerminatedGivesItsPartsBackAtOnceAndNothingIsSentTwice() throws Exception {
        int items = 1_200;
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withLatency(Duration.ofMillis(20)))) {
            List<String> arguments = runArguments(provider, items);
            CompletableFuture<Command> run = inBackground(() -> Command.run(arguments.toArray(String[]::new)));
            // Longer than this test may take: who waits for its end fails.
            Process first = start(workerArguments("1h"));
            await(first, () -> provider.requests() >= 200);
            first.destroy();
            assertEquals(TERMINATED, first.waitFor(), this::err);
            long sent = provider.requests();
            assertTrue(sent < items, () -> "sent " + sent);
            assertFalse(run.isDone());
            start(workerArguments("1h"));

            JsonNode json = run.get().json();

            assertEquals(items, json.path("succeeded").asInt(), () -> run.join().err());
            assertEquals(items, provider.requests());
            assertEquals(provider.charged(), Usd.parse(json.path("cost_usd").asText()));
            assertEquals(items, Command.idsExactlyOnce(onlyRun()).size());
        }
    }

    @Test
    void aRunWithoutAWorkerSaysSoAndOneThatChecksAnswersOtherwiseLeavesItToOneThatCountsItsCalls() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            Process run = start(runArguments(provider, 20));
            await(
                    run,
                    () -> err().contains("no worker is at work on it; to start one: weighbridge worker --db 'jdbc:"));
            Map<String, String> others =
                    Map.of("WEIGHBRIDGE_VERIFIERS", "{" + TestPolicy.EASY + ": [{matches: something}]}");

            Command wrong = Command.run(
                    others, "", workerArguments("2s", "--idle", "2s").toArray(String[]::new));

            assertEquals(0, wrong.json().path("items").asInt());
            assertTrue(wrong.err().contains("must be those that the run was started with, are others"), wrong.err());
            assertTrue(run.isAlive(), this::err);
            assertEquals(0, provider.requests());
            Path metrics = directory.resolve("worker.prom");
            Command right = Command.run(
                    Map.of("WEIGHBRIDGE_METRICS", "{file: " + metrics + "}"),
                    "",
                    workerArguments("2s", "--idle", "2s").toArray(String[]::new));
            assertEquals(20, right.json().path("items").asInt(), right.err());
            assertEquals(20, ended(run).path("succeeded").asInt());
            List<String> counted = Files.readAllLines(metrics);
            assertTrue(counted.contains("weighbridge_items_total{outcome=\"succeeded\"} 20.0"), counted::toString);
            assertTrue(
                    counted.contains(
                            "weighbridge_calls_total{model=\"sim-small\",purpose=\"answer\",verdict=\"answered\"} 10.0"),
                    counted::toString);
            assertTrue(
                    counted.contains("weighbridge_provider_in_flight{provider=\"simulated\"} 0.0"), counted::toString);
            assertTrue(counted.contains("weighbridge_worker_partitions 0.0"), counted::toString);
            assertTrue(counted.contains("weighbridge_worker_partitions_lost_total 0.0"), counted::toString);
        }
    }

    /** A worker alone would send every second; with 99 others, every 100 seconds. */
    @Test
    void aWorkerTakesItsShareOfTheRatesBeforeItsFirstCall() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS);
                HikariDataSource database = TestDatabase.POSTGRES.in(directory).pool(2)) {
            JournalSchema.create(database);
            LiveWorkers workers = new LiveWorkers(database);
            for (int other = 1; other <= 99; other++) {
                workers.count("other-" + other, Duration.ofHours(1));
            }
            List<String> arguments = runArguments(provider, 20);
            Command.settings(directory, provider.baseUrl(), "concurrency: 8, timeout: 20s, requests_per_minute: 60");
            Process run = start(arguments);

            startWorkers(1);

            await(run, () -> provider.requests() > 0);
            TimeUnit.SECONDS.sleep(4);
            assertEquals(1, provider.requests());
            assertEquals(100, workers.count("other-1", Duration.ofHours(1)));
        }
    }

    /** Either alone would send at the limit. A worker that joins is heard of at the next heartbeat; calls that wait for their turn by then keep it. */
    @Test
    void twoWorkersTogetherKeepToTheRequestsPerMinute() throws Exception {
        int perSecond = 100;
        Duration window = Duration.ofSeconds(5);
        Duration lease = Duration.ofSeconds(3);
        Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
        try (FakeProvider provider = FakeProvider.start((prompt, arrival) -> {
                    arrivals.add(System.nanoTime());
                    return FakeProvider.Behaviour.ANSWER;
                });
                HikariDataSource database = TestDatabase.POSTGRES.in(directory).pool(1)) {
            List<String> arguments = runArguments(provider.baseUrl(), 1_000);
            Command.settings(
                    directory,
                    provider.baseUrl(),
                    "concurrency: %d, timeout: 20s, requests_per_minute: %d".formatted(CONCURRENCY, 60 * perSecond));
            Process run = start(arguments);
            for (int worker = 0; worker < 2; worker++) {
                start(workerArguments(lease.toSeconds() + "s", "--partitions", "1"));
            }
            JdbcTemplate sql = new JdbcTemplate(database);
            await(run, () -> !arrivals.isEmpty());
            await(
                    run,
                    () -> Integer.valueOf(2)
                            .equals(sql.queryForObject(
                                    "select count(distinct holder) from weighbridge_partition", Integer.class)));

            assertEquals(1_000, ended(run).path("succeeded").asInt());
        }
        List<Long> sorted = arrivals.stream().sorted().toList();
        assertEquals(1_000, sorted.size());
        long allowed = perSecond * window.toSeconds();
        long joining = perSecond / 2 * lease.dividedBy(3).toSeconds() + 2 * CONCURRENCY;
        long underWay = perSecond / 2;
        for (int last = 0, first = 0; last < sorted.size(); last++) {
            while (sorted.get(last) - sorted.get(first) > window.toNanos()) {
                first++;
            }
            long arrived = last - first + 1;
            assertTrue(arrived <= allowed + joining + underWay, () -> arrived + " within " + window);
        }
    }

    @Test
    void whatWorkersCannotDoIsRefused() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            List<String> batch = runArguments(provider, 4, "--deadline", "6h");
            Command deadline = Command.run(batch.toArray(String[]::new));
            Command cached = Command.run(
                    Map.of("WEIGHBRIDGE_REUSE", "{cache: 24h}"),
                    "",
                    runArguments(provider, 4).toArray(String[]::new));
            List<String> embedded = new ArrayList<>(runArguments(provider, 4));
            embedded.subList(embedded.indexOf("--db"), embedded.indexOf("--db") + 2)
                    .clear();
            Command file = Command.run(embedded.toArray(String[]::new));
            Command worker = Command.run("worker", "--db", "jdbc:h2:mem:x");

            assertEquals(
                    "weighbridge run: --workers-only: workers make calls; --mode batch and --deadline need a run of its own",
                    deadline.err().strip());
            assertEquals(
                    "weighbridge run: --workers-only: reuse must not be set: workers have no cache and no templates",
                    cached.err().strip());
            assertEquals(
                    "weighbridge run: --workers-only: needs a PostgreSQL (--db), which workers share",
                    file.err().strip());
            assertEquals(
                    "weighbridge worker: --db: a worker needs a PostgreSQL",
                    worker.err().strip());
            assertFalse(Files.exists(directory.resolve("lake/runs")));
        }
    }

    private List<String> runArguments(SimulatedProvider provider, int items, String... more) {
        return runArguments(provider.baseUrl(), items, more);
    }

    private List<String> runArguments(URI baseUrl, int items, String... more) {
        try {
            List<String> arguments = new ArrayList<>(List.of(
                    "run",
                    "--workers-only",
                    "--policy",
                    TestPolicy.write(directory).toString(),
                    "--workload",
                    TestWorkload.write(directory, items).toString(),
                    "--config",
                    Command.settings(directory, baseUrl, "concurrency: " + CONCURRENCY + ", timeout: 20s, attempts: 4")
                            .toString(),
                    "--lake",
                    directory.resolve("lake").toString(),
                    "--json"));
            arguments.addAll(TestDatabase.POSTGRES.options(directory));
            arguments.addAll(List.of(more));
            return arguments;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String config() {
        return directory.resolve("weighbridge.yaml").toString();
    }

    private List<String> workerArguments(String lease, String... more) {
        List<String> arguments = new ArrayList<>(List.of("worker", "--json", "--lease", lease, "--config", config()));
        arguments.addAll(TestDatabase.POSTGRES.options(directory));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private void startWorkers(int number) throws IOException {
        for (int worker = 0; worker < number; worker++) {
            start(workerArguments("2s"));
        }
    }

    private static CompletableFuture<Command> inBackground(Supplier<Command> command) {
        return CompletableFuture.supplyAsync(
                command, task -> Thread.ofPlatform().start(task));
    }

    private Process start(List<String> arguments) throws IOException {
        Stream<String> java = TestJvm.command("256m", "io.weighbridge.runner.Main").stream();
        Process process = new ProcessBuilder(
                        Stream.concat(java, arguments.stream()).toList())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("err.txt").toFile()))
                .start();
        processes.add(process);
        return process;
    }

    private void await(Process process, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            assertTrue(process.isAlive(), () -> "ended before it could be killed: " + err());
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void kill(Process process) throws InterruptedException {
        assertTrue(process.isAlive());
        process.destroyForcibly().waitFor();
        assertEquals(137, process.exitValue(), "killed, not ended");
    }

    private JsonNode ended(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), this::err);
        return JsonMapper.builder().build().readTree(out);
    }

    private Path onlyRun() throws IOException {
        return Command.onlyRun(directory.resolve("lake"));
    }

    private String err() {
        try {
            return Files.readString(directory.resolve("err.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
