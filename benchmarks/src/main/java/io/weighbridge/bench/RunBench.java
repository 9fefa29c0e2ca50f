package io.weighbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How fast {@code run} answers a workload, start of the process, journal and result files included, beside a loop that only asks;
 * and how much memory it takes for workloads of different sizes.
 */
final class RunBench {
    private static final double TARGET_ITEMS_PER_SECOND = 2_000;

    /** Our time over the peer's. */
    private static final double MOST_TIMES_THE_BARE_LOOP = 2;

    /** The memory of a case over that of the smallest. */
    private static final double FLAT = 1.25;

    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final Path launcher;
    private final Scratch scratch;
    private final Options options;
    private final Consumer<String> progress;
    private final List<Measurement> results = new ArrayList<>();
    private final List<Ran> memory = new ArrayList<>();
    private long paidTooOften;

    /**
     * How to measure.
     *
     * @param concurrency calls in flight, of the run and of the loop
     * @param latencyMillis of every answer
     * @param rounds the run and the loop take turns so often; the best of each counts
     * @param javaOptions more flags for the run's JVM, the same in all cases
     */
    record Options(int concurrency, long latencyMillis, int rounds, String javaOptions, long seed) {}

    RunBench(Path launcher, Scratch scratch, Options options, Consumer<String> progress) {
        this.launcher = launcher;
        this.scratch = scratch;
        this.options = options;
        this.progress = progress;
    }

    private record Ran(long items, double perSecond, OptionalLong peakBytes) {}

    /**
     * @param items of the case whose speed is measured
     * @param sizes of the cases whose memory is measured besides, rising
     */
    BenchResult run(long items, List<Long> sizes) throws Exception {
        for (long size : sizes.stream().filter(size -> size < items).toList()) {
            memory.add(once(size));
        }
        memory.add(speed(items));
        for (long size : sizes.stream().filter(size -> size > items).toList()) {
            memory.add(once(size));
        }
        addMemory();
        results.add(Measurement.alone("paid_twice", paidTooOften, "calls", paidTooOften == 0));
        return new BenchResult("run", Machine.description(), memory.getLast().items(), results);
    }

    private Ran once(long items) throws Exception {
        RunWorkload workload = workload(items);
        try (LocalProvider provider = provider()) {
            return run(workload, provider);
        }
    }

    private Ran speed(long items) throws Exception {
        RunWorkload workload = workload(items);
        try (LocalProvider provider = provider()) {
            Ran best = new Ran(items, 0, OptionalLong.empty());
            double bare = 0;
            for (int round = 1; round <= options.rounds(); round++) {
                bare = Math.max(bare, bare(workload, provider, round));
                Ran ran = run(workload, provider);
                best = ran.perSecond() > best.perSecond() ? ran : best;
            }
            boolean isFast =
                    best.perSecond() >= TARGET_ITEMS_PER_SECOND && bare / best.perSecond() <= MOST_TIMES_THE_BARE_LOOP;
            results.add(
                    Measurement.rate("items_per_second", best.perSecond(), "1/s", isFast, "bare client loop", bare));
            results.add(Measurement.alone("bare_client_items_per_second", bare, "1/s", true));
            return best;
        }
    }

    private RunWorkload workload(long items) throws IOException {
        say("writing %,d requests", items);
        Scratch.delete(scratch.resolve("workload"));
        return RunWorkload.write(scratch.resolve("workload"), items, options.seed());
    }

    private LocalProvider provider() throws IOException {
        Path settings = Files.writeString(scratch.resolve("provider.yaml"), "{}\n");
        return LocalProvider.start(new Commands(launcher, settings), options.latencyMillis());
    }

    private double bare(RunWorkload workload, LocalProvider provider, int round) throws Exception {
        double rate = new BareClient(provider.baseUrl(), options.concurrency())
                .answersPerSecond(workload.requests(), "bare-" + round);
        say("bare client loop: %,.0f a second", rate);
        return rate;
    }

    private Ran run(RunWorkload workload, LocalProvider provider) throws Exception {
        Path settings = Files.writeString(
                scratch.resolve("weighbridge.yaml"), """
                providers:
                  simulated:
                    base_url: %s
                limits:
                  concurrency: %d
                """.formatted(provider.baseUrl(), options.concurrency()));
        Commands commands = new Commands(launcher, settings, Map.of("WEIGHBRIDGE_JAVA_OPTS", options.javaOptions()));
        Path lake = scratch.resolve("lake");
        long paidBefore = provider.paidCalls();
        List<PeakMemory> watchers = new ArrayList<>(1);
        long begun = System.nanoTime();
        JsonNode summary = commands.run(
                process -> watchers.add(PeakMemory.of(process)),
                "run",
                "--policy",
                workload.policy().toString(),
                "--workload",
                workload.workload().toString(),
                "--lake",
                lake.toString());
        double rate = workload.items() / ((System.nanoTime() - begun) / 1e9);
        OptionalLong peak = watchers.getFirst().bytes();
        watchers.getFirst().close();
        Scratch.delete(lake);
        if (summary.path("succeeded").asLong() != workload.items()) {
            throw new IllegalStateException("every item must succeed, was " + summary);
        }
        paidTooOften += provider.paidCalls() - paidBefore - workload.items();
        say("run of %,d items: %,.0f a second", workload.items(), rate);
        return new Ran(workload.items(), rate, peak);
    }

    private void addMemory() {
        if (memory.stream().anyMatch(ran -> ran.peakBytes().isEmpty())) {
            return; // this system does not tell
        }
        double smallest = memory.getFirst().peakBytes().orElseThrow();
        for (Ran ran : memory) {
            double peak = ran.peakBytes().orElseThrow();
            results.add(Measurement.alone(
                    "peak_memory_megabytes_at_" + ran.items() + "_items",
                    peak / BYTES_PER_MEGABYTE,
                    "MB",
                    peak <= FLAT * smallest));
        }
    }

    private void say(String format, Object... values) {
        progress.accept(String.format(Locale.ROOT, format, values));
    }
}
