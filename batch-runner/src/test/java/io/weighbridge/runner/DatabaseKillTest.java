package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.samples.provider.BatchOptions;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Usd;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills PostgreSQL (SIGKILL, all its processes) under a run, starts both again, and finds nothing lost and nothing paid twice. */
class DatabaseKillTest {
    private static final int ITEMS = 400;
    private static final int CONCURRENCY = 16;
    private static final Usd BUDGET = Usd.parse("5");
    /** Fewer calls at their worst case than may be in flight. */
    private static final Usd SCARCE = Usd.parse("0.01");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sync", "batch"})
    @Timeout(300)
    void killedUnderARunTheDatabaseHasEverythingThatWasSaidToBeDurable(String mode) throws Exception {
        SplittableRandom random = new SplittableRandom(20261128);
        ProviderOptions options = ProviderOptions.of(7, World.MIXED)
                .withLatency(Duration.ofMillis(20))
                .withBatches(BatchOptions.defaults().withProcessing(Duration.ofSeconds(2)));
        Path data = directory.resolve("postgres");
        try (SimulatedProvider provider = SimulatedProvider.start(options)) {
            EmbeddedPostgres postgres = server(data).start();
            try {
                Process process = start(provider, mode, postgres);
                long requests = mode.equals("sync") ? random.nextLong(10, 350) : 0;
                while (provider.requests() < requests || (requests == 0 && provider.batches() == 0)) {
                    assertTrue(process.isAlive(), this::err);
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                kill(data);
                assertTrue(process.waitFor(2, TimeUnit.MINUTES), "a run ends when its database is gone");
                assertEquals(5, process.exitValue(), this::err);
                assertTrue(provider.charged().compareTo(BUDGET) <= 0);
                int port = postgres.getPort();
                postgres.close();
                postgres = server(data).setPort(port).start();
                Process last = start(provider, mode, postgres);
                String out = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(0, last.waitFor(), this::err);
                JsonNode json = JsonMapper.builder().build().readTree(out);

                assertEquals(ITEMS, json.path("succeeded").asInt());
                assertEquals(ITEMS, provider.paidCalls());
                assertEquals(provider.charged(), Usd.parse(json.path("cost_usd").asText()));
                assertTrue(provider.requests() <= ITEMS + CONCURRENCY, () -> "sent " + provider.requests());
                Path run = directory
                        .resolve("lake/runs")
                        .resolve(json.path("run_id").asText());
                assertEquals(ITEMS, Command.idsExactlyOnce(run).size());
            } finally {
                postgres.close();
            }
        }
    }

    /** Calls wait for the money of those in flight, whose answers the dead database cannot take. */
    @Test
    @Timeout(300)
    void aScarceBudgetIsKeptByARunWhoseDatabaseIsKilledWhileCallsWaitForIt() throws Exception {
        ProviderOptions options = ProviderOptions.of(7, World.MIXED).withLatency(Duration.ofMillis(300));
        Path data = directory.resolve("postgres");
        try (SimulatedProvider provider = SimulatedProvider.start(options)) {
            EmbeddedPostgres postgres = server(data).start();
            try {
                Process process = start(provider, "sync", postgres, SCARCE);
                while (provider.requests() < 3) {
                    assertTrue(process.isAlive(), this::err);
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                kill(data);
                assertTrue(process.waitFor(2, TimeUnit.MINUTES), "nobody waits for what a lost call has reserved");
                assertEquals(5, process.exitValue(), this::err);
                assertTrue(provider.requests() < CONCURRENCY, "the budget held calls back");
                assertTrue(provider.charged().compareTo(SCARCE) <= 0);
                int port = postgres.getPort();
                postgres.close();
                postgres = server(data).setPort(port).start();

                Process again = start(provider, "sync", postgres, SCARCE);
                assertTrue(again.waitFor(2, TimeUnit.MINUTES));
                assertEquals(3, again.exitValue(), this::err);
                JsonNode left = run();
                assertEquals(provider.charged(), Usd.parse(left.path("cost_usd").asText()));
                assertTrue(provider.charged().compareTo(SCARCE) <= 0, () -> "charged " + provider.charged());
                assertEquals(provider.paidCalls(), left.path("succeeded").asInt());
                assertEquals(
                        ITEMS - provider.paidCalls(), left.path("not_started").asInt());

                Process last = start(provider, "sync", postgres, BUDGET);
                assertTrue(last.waitFor(2, TimeUnit.MINUTES));
                assertEquals(0, last.exitValue(), this::err);
                assertEquals(ITEMS, run().path("succeeded").asInt());
                assertEquals(ITEMS, provider.paidCalls());
                assertEquals(
                        provider.charged(), Usd.parse(run().path("cost_usd").asText()));
            } finally {
                postgres.close();
            }
        }
    }

    /** The only run's run.json. */
    private JsonNode run() throws IOException {
        try (Stream<Path> runs = Files.list(directory.resolve("lake/runs"))) {
            Path run = runs.filter(folder -> Files.exists(folder.resolve("run.json")))
                    .findFirst()
                    .orElseThrow();
            return JsonMapper.builder().build().readTree(run.resolve("run.json").toFile());
        }
    }

    private static EmbeddedPostgres.Builder server(Path data) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on");
    }

    private static void kill(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        assertTrue(all.size() > 1, "it has processes of its own");
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    private Process start(SimulatedProvider provider, String mode, EmbeddedPostgres postgres) throws IOException {
        return start(provider, mode, postgres, BUDGET);
    }

    private Process start(SimulatedProvider provider, String mode, EmbeddedPostgres postgres, Usd budget)
            throws IOException {
        Path settings = Files.writeString(
                directory.resolve("weighbridge.yaml"), """
                providers: {simulated: {base_url: '%s', batch_discount: 0.5}}
                limits: {concurrency: %d, timeout: 10s, attempts: 4, batch_poll: 50ms}
                """.formatted(provider.baseUrl(), CONCURRENCY));
        List<String> command = new ArrayList<>(TestJvm.command("256m", "io.weighbridge.runner.Main"));
        command.addAll(List.of(
                "run",
                "--json",
                "--mode",
                mode,
                "--policy",
                TestPolicy.write(directory).toString(),
                "--workload",
                TestWorkload.write(directory, ITEMS).toString(),
                "--config",
                settings.toString(),
                "--lake",
                directory.resolve("lake").toString(),
                "--budget",
                budget.toString(),
                "--db",
                postgres.getJdbcUrl("postgres", "postgres")));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("err.txt").toFile()))
                .start();
    }

    private String err() {
        try {
            return Files.readString(directory.resolve("err.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
