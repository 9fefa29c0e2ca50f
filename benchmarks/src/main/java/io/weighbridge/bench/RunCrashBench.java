package io.weighbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.cli.Commands;
import io.weighbridge.cli.JobFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kills runs, their workers and their database (SIGKILL) at random moments, goes on with the same command until every item has ended,
 * and compares what was handed over with what the provider says that it answered and charged. Each run begins with a budget that
 * does not suffice, and ends with one that does.
 */
final class RunCrashBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONCURRENCY = 16;
    private static final int KILLS_PER_RUN = 4;
    private static final int WORKERS = 2;
    private static final long LATENCY_MILLIS = 20;
    private static final long FIRST_HORIZON_MILLIS = 6_000;
    private static final BigDecimal AMPLE = new BigDecimal("50");
    private static final int ENDED = 0;
    private static final int BUDGET_EXHAUSTED = 3;
    private static final int TRY_LATER = 5;

    private final Path launcher;
    private final Scratch scratch;
    private final RunWorkload workload;
    private final SplittableRandom random;
    private final Consumer<String> progress;
    private final Map<Kind, Long> kills = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> horizonMillis = new EnumMap<>(Kind.class);
    private long runs;
    private long lost;
    private long duplicated;
    private long paidTwice;
    private long paidTwiceBeyondTheWindow;
    private long unaccounted;
    private long overBudget;

    /** What is killed, and how the run goes. */
    private enum Kind {
        RUNNER_SYNC_H2(Victim.RUNNER, false, false, "openai"),
        RUNNER_SYNC_POSTGRES(Victim.RUNNER, true, false, "openai"),
        RUNNER_SYNC_WITHOUT_KEYS(Victim.RUNNER, false, false, "anthropic"),
        RUNNER_BATCH_H2(Victim.RUNNER, false, true, "openai"),
        RUNNER_BATCH_POSTGRES(Victim.RUNNER, true, true, "anthropic"),
        WORKER_SYNC_POSTGRES(Victim.WORKER, true, false, "openai"),
        DATABASE_SYNC_POSTGRES(Victim.DATABASE, true, false, "openai"),
        DATABASE_BATCH_POSTGRES(Victim.DATABASE, true, true, "openai");

        private final Victim victim;
        private final boolean isPostgres;
        private final boolean isBatch;
        private final String api;

        Kind(Victim victim, boolean isPostgres, boolean isBatch, String api) {
            this.victim = victim;
            this.isPostgres = isPostgres;
            this.isBatch = isBatch;
            this.api = api;
        }

        boolean hasWorkers() {
            return victim == Victim.WORKER;
        }
    }

    private enum Victim {
        RUNNER,
        WORKER,
        DATABASE
    }

    RunCrashBench(Path launcher, Scratch scratch, RunWorkload workload, long seed, Consumer<String> progress) {
        this.launcher = launcher;
        this.scratch = scratch;
        this.workload = workload;
        this.random = new SplittableRandom(seed);
        this.progress = progress;
    }

    /** @param most how many processes to kill */
    BenchResult run(int most) throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(scratch.resolve("postgres"))) {
            while (killed() < most) {
                for (Kind kind : Kind.values()) {
                    if (killed() < most) {
                        new OneRun(kind, postgres).run((int) Math.min(KILLS_PER_RUN, most - killed()));
                        runs++;
                        progress.accept(soFar(most));
                    }
                }
            }
        }
        return result();
    }

    private String soFar(int most) {
        return String.format(
                Locale.ROOT,
                "%d of %d kills in %d runs of %d items: lost %d, duplicated %d, paid twice %d (beyond the calls in flight %d),"
                        + " charges that no journal knows %d, over budget %d; %s",
                killed(),
                most,
                runs,
                workload.items(),
                lost,
                duplicated,
                paidTwice,
                paidTwiceBeyondTheWindow,
                unaccounted,
                overBudget,
                kills);
    }

    private BenchResult result() {
        List<Measurement> results = new ArrayList<>();
        kills.forEach((kind, number) -> results.add(
                Measurement.alone("kills_" + kind.name().toLowerCase(Locale.ROOT), number, "processes", true)));
        results.add(Measurement.alone("runs", runs, "runs", true));
        results.add(Measurement.alone("lost", lost, "items", lost == 0));
        results.add(Measurement.alone("duplicated", duplicated, "items", duplicated == 0));
        results.add(Measurement.alone("paid_twice", paidTwice, "calls", true));
        results.add(Measurement.alone(
                "paid_twice_beyond_the_calls_in_flight",
                paidTwiceBeyondTheWindow,
                "calls",
                paidTwiceBeyondTheWindow == 0));
        results.add(Measurement.alone("charges_that_no_journal_knows", unaccounted, "runs", unaccounted == 0));
        results.add(Measurement.alone("over_budget", overBudget, "looks", overBudget == 0));
        return new BenchResult("crash-runs", Machine.description(), workload.items(), results);
    }

    private long killed() {
        return kills.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One run, from its first process to its last item. */
    private final class OneRun {
        private final Kind kind;
        private final LocalPostgres postgres;
        private final Path lake = scratch.resolve("lake");
        private final List<Process> workers = new ArrayList<>();
        private BigDecimal budget;
        private int kills;
        private @Nullable String database;

        OneRun(Kind kind, LocalPostgres postgres) {
            this.kind = kind;
            this.postgres = postgres;
            // About a third of what the workload costs; in batches half of it.
            this.budget = new BigDecimal("0.00003").multiply(BigDecimal.valueOf(workload.items()));
        }

        void run(int most) throws Exception {
            Scratch.delete(lake);
            database = kind.isPostgres ? postgres.url("run" + runs) : null;
            Commands plain = new Commands(launcher, Files.writeString(scratch.resolve("provider.yaml"), "{}\n"));
            try (LocalProvider provider = LocalProvider.start(plain, LATENCY_MILLIS, kind.isBatch ? 500 : 0)) {
                Commands commands = new Commands(launcher, settings(provider));
                for (int worker = 0; kind.hasWorkers() && worker < WORKERS; worker++) {
                    workers.add(worker(commands));
                }
                goOn(commands, provider, most);
                count(provider);
            } finally {
                workers.forEach(Process::destroyForcibly);
            }
        }

        private void goOn(Commands commands, LocalProvider provider, int most) throws Exception {
            while (true) {
                Process process = commands.start(arguments());
                Log log = Log.of(process);
                long begun = System.nanoTime();
                boolean isStruck = false;
                while (kills < most && await(process)) {
                    kill(process, commands);
                    isStruck = kind.victim != Victim.WORKER;
                    kills++;
                    RunCrashBench.this.kills.merge(kind, 1L, Long::sum);
                    if (isStruck) {
                        break;
                    }
                }
                int status = log.status();
                look(provider);
                if (status == ENDED) {
                    horizonMillis.put(kind, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
                    return;
                }
                if (status == BUDGET_EXHAUSTED) {
                    budget = AMPLE;
                } else if (status == TRY_LATER) {
                    TimeUnit.MILLISECONDS.sleep(100);
                } else if (!isStruck) {
                    throw new JobFailedException("run ended with status " + status + "\n" + log.tail(), null);
                }
            }
        }

        /** Waits for a random moment; false if the process has ended by then. */
        private boolean await(Process process) throws InterruptedException {
            long horizon = horizonMillis.getOrDefault(kind, FIRST_HORIZON_MILLIS);
            return !process.waitFor(random.nextLong(horizon), TimeUnit.MILLISECONDS);
        }

        private void kill(Process process, Commands commands) throws Exception {
            switch (kind.victim) {
                case RUNNER -> process.destroyForcibly().waitFor();
                case WORKER -> {
                    int one = random.nextInt(workers.size());
                    workers.get(one).destroyForcibly().waitFor();
                    workers.set(one, worker(commands));
                }
                case DATABASE -> {
                    postgres.kill();
                    if (!process.waitFor(2, TimeUnit.MINUTES)) {
                        throw new IllegalStateException("run must end when its database is gone");
                    }
                    postgres.restart();
                }
            }
        }

        private Process worker(Commands commands) throws IOException {
            Process worker = commands.start("worker", "--db", Objects.requireNonNull(database), "--lease", "2s");
            Log.of(worker);
            return worker;
        }

        private String[] arguments() {
            List<String> arguments = new ArrayList<>(List.of(
                    "run",
                    "--policy",
                    workload.policy().toString(),
                    "--workload",
                    workload.workload().toString(),
                    "--lake",
                    lake.toString(),
                    "--budget",
                    budget.toPlainString()));
            if (database != null) {
                arguments.addAll(List.of("--db", database));
            }
            if (kind.isBatch) {
                arguments.addAll(List.of("--mode", "batch"));
            }
            if (kind.hasWorkers()) {
                arguments.add("--workers-only");
            }
            return arguments.toArray(String[]::new);
        }

        private Path settings(LocalProvider provider) throws IOException {
            return Files.writeString(
                    scratch.resolve("weighbridge.yaml"), """
                    providers:
                      simulated:
                        base_url: %s
                        api: %s
                        batch_discount: 0.5
                    limits:
                      concurrency: %d
                      timeout: 5s
                      batch_poll: 100ms
                    """.formatted(provider.baseUrl(), kind.api, CONCURRENCY));
        }

        /** Whether the provider has charged more than it may by now. */
        private void look(LocalProvider provider) throws IOException {
            overBudget += provider.charged().compareTo(budget) > 0 ? 1 : 0;
        }

        private void count(LocalProvider provider) throws IOException {
            Path run;
            try (Stream<Path> all = Files.list(lake.resolve("runs"))) {
                run = all.filter(folder -> Files.exists(folder.resolve("manifest.json")))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no run of " + lake + " has ended"));
            }
            Map<String, Integer> times = new HashMap<>();
            for (String file : List.of("results.jsonl", "errors.jsonl")) {
                for (JsonNode line : lines(run.resolve(file))) {
                    times.merge(line.path("custom_id").asText(), 1, Integer::sum);
                }
            }
            lost += workload.items() - times.size();
            duplicated += times.values().stream().filter(number -> number > 1).count();
            long twice = provider.paidCalls() - workload.items();
            paidTwice += twice;
            long inFlight = (long) kills * CONCURRENCY;
            paidTwiceBeyondTheWindow += Math.max(0, twice - inFlight);
            JsonNode summary = JSON.readTree(run.resolve("run.json").toFile());
            BigDecimal known = new BigDecimal(summary.path("cost_usd").asText());
            BigDecimal most =
                    known.add(new BigDecimal(summary.path("unresolved_usd").asText()));
            BigDecimal charged = provider.charged();
            boolean isKnown = twice == 0 ? charged.compareTo(known) == 0 : charged.compareTo(known) > 0;
            unaccounted += isKnown && charged.compareTo(most) <= 0 ? 0 : 1;
        }

        private static List<JsonNode> lines(Path file) throws IOException {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        }
    }

    /** What a process says, read so that it never waits for a reader. */
    private record Log(Process process, StringBuffer text, Thread reader) {
        private static final int TAIL = 4_000;

        static Log of(Process process) {
            StringBuffer text = new StringBuffer();
            Thread.ofVirtual().start(() -> {
                try (var out = process.getInputStream()) {
                    out.transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // It was killed.
                }
            });
            Thread reader = Thread.ofVirtual().start(() -> {
                try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
                    err.lines().forEach(line -> text.append(line).append('\n'));
                } catch (IOException | UncheckedIOException e) {
                    // It was killed.
                }
            });
            return new Log(process, text, reader);
        }

        int status() throws InterruptedException {
            int status = process.waitFor();
            reader.join();
            return status;
        }

        String tail() {
            return text.substring(Math.max(0, text.length() - TAIL));
        }
    }
}
