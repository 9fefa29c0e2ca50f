package io.weighbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.Commands;
import io.weighbridge.cli.JobFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How long a started session takes to add a month of calls up, beside DuckDB on the same files with as many threads. Both do it several
 * times; the last repetition counts. What they find must be the same, to the last picodollar. What is found in prompts (near-duplicates,
 * templates with one answer, shared beginnings), which its SQL does not say, is timed apart.
 */
final class AuditBench {
    /** Our time divided by the peer's, at most. */
    private static final double FULL = 1.0;

    private static final double FIRST = 2.0;
    private static final double ROLLUP = 0.1;

    /** A new day in a long window against one in a window of two days; merging the others is most of the difference. */
    private static final double NEW_DAY = 2.0;

    private static final String SUMS =
            "SELECT sum(COLUMNS(* EXCLUDE (day, team, application, task, model, provider, service_tier))) FROM spend";

    private static final int CACHE_HOURS = 24;
    private static final int HOURS_A_DAY = 24;

    private final Commands commands;
    private final Path spill;
    private final int repetitions;
    private final Consumer<String> progress;
    private final List<Measurement> results = new ArrayList<>();
    private OptionalDouble oneExecutor = OptionalDouble.empty();
    private long rows;

    AuditBench(Commands commands, Path spill, int repetitions, Consumer<String> progress) {
        this.commands = commands;
        this.spill = spill;
        this.repetitions = repetitions;
        this.progress = progress;
    }

    /** What the peer took, by repetition, and what it found. */
    private record Peer(String name, List<Double> seconds, Map<String, Long> sums) {}

    BenchResult result() {
        return new BenchResult("audit", Machine.description(), rows, results);
    }

    /** @param isOneOfSeveral names then say how many rows it has */
    void measure(Path lake, boolean isOneOfSeveral) throws Exception {
        progress.accept(lake.getFileName() + ": weighbridge");
        List<PeakMemory> watchers = new ArrayList<>(1);
        JsonNode ours = timings(process -> watchers.add(PeakMemory.of(process)), commands, lake);
        OptionalLong memory = watchers.getFirst().bytes();
        watchers.getFirst().close();
        Peer peer = peer(lake);
        requireSame(ours.path("exact_sums"), peer.sums());
        String suffix = isOneOfSeveral ? "_at_" + ours.path("calls").asLong() + "_rows" : "";
        report(ours, peer, memory, suffix);
        rows = ours.path("calls").asLong();
    }

    private JsonNode timings(Consumer<ProcessHandle> started, Commands by, Path lake) throws Exception {
        return by.run(
                started, "audit-timings", "--lake", lake.toString(), "--repetitions", Integer.toString(repetitions));
    }

    /** The same on executors of one core each, in processes of their own. */
    void scaleOut(Path lake, int executors, Commands onExecutors) throws Exception {
        progress.accept(lake.getFileName() + ": " + executors + " executors");
        JsonNode ours = timings(process -> {}, onExecutors, lake);
        double full = last(ours, "full");
        String name = "full_on_" + executors + "_executors";
        double first = oneExecutor.orElse(full);
        if (oneExecutor.isEmpty()) {
            oneExecutor = OptionalDouble.of(full);
        }
        results.add(new Measurement(name, full, "s", true, "the first number of executors", first, full / first));
    }

    private void report(JsonNode ours, Peer peer, OptionalLong memory, String suffix) {
        double theirs = peer.seconds().getLast();
        double full = last(ours, "full_exact");
        compare("full" + suffix, full, FULL, peer.name(), theirs);
        compare(
                "full_first_repetition" + suffix,
                ours.path("full_exact").path(0).asDouble(),
                FIRST,
                peer.name(),
                peer.seconds().getFirst());
        compare("rollup" + suffix, last(ours, "rollup"), ROLLUP, peer.name(), theirs);
        compare("new_day" + suffix, last(ours, "new_day"), NEW_DAY, "new day of two", last(ours, "new_day_of_two"));
        alone("full_with_prompts" + suffix, last(ours, "full"), "s");
        alone("prompts_share_of_full" + suffix, 1 - full / last(ours, "full"), "");
        alone("scan" + suffix, last(ours, "scan"), "s");
        alone("scan_share_of_full" + suffix, last(ours, "scan") / last(ours, "full"), "");
        alone("audit" + suffix, last(ours, "audit"), "s");
        alone("audit_from_rollups" + suffix, last(ours, "audit_from_rollups"), "s");
        alone("process_start" + suffix, ours.path("start").asDouble(), "s");
        alone("rows_per_second" + suffix, ours.path("calls").asLong() / full, "rows/s");
        alone("megabytes_per_second" + suffix, ours.path("bytes").asLong() / 1e6 / full, "MB/s");
        alone(
                "bytes_a_row" + suffix,
                ours.path("bytes").asDouble() / ours.path("calls").asLong(),
                "B");
        memory.ifPresent(bytes -> alone("peak_memory_megabytes" + suffix, bytes / 1e6, "MB"));
    }

    private static double last(JsonNode ours, String kind) {
        JsonNode seconds = ours.path(kind);
        return seconds.path(seconds.size() - 1).asDouble();
    }

    private void compare(String name, double seconds, double most, String peer, double theirs) {
        double ratio = seconds / theirs;
        results.add(new Measurement(name, seconds, "s", ratio <= most, peer, theirs, ratio));
    }

    private void alone(String name, double value, String unit) {
        results.add(Measurement.alone(name, value, unit, true));
    }

    private Peer peer(Path lake) throws SQLException, IOException {
        try (DuckDb database = DuckDb.open(spill)) {
            List<Path> files = new LakeTables(lake).files("calls");
            String sql = DuckDb.script("audit.sql")
                    .replace("${calls}", DuckDb.quoted(files))
                    .replace("${from}", "'" + firstDay(files) + "'")
                    .replace("${hours}", Integer.toString(CACHE_HOURS))
                    .replace("${days_before}", Integer.toString(Math.ceilDiv(CACHE_HOURS, HOURS_A_DAY)));
            List<Double> seconds = new ArrayList<>();
            for (int repetition = 0; repetition < repetitions; repetition++) {
                progress.accept(lake.getFileName() + ": " + database.name());
                long begun = System.nanoTime();
                database.execute(sql);
                seconds.add((System.nanoTime() - begun) / 1e9);
            }
            return new Peer(database.name(), seconds, database.numbers(SUMS));
        }
    }

    /** Files of a table lie in a folder for each day. */
    private static LocalDate firstDay(List<Path> files) {
        return files.stream()
                .map(file -> LocalDate.parse(file.toString().replaceFirst(".*/day=([0-9-]+)/.*", "$1")))
                .min(LocalDate::compareTo)
                .orElseThrow();
    }

    private static void requireSame(JsonNode ours, Map<String, Long> theirs) {
        for (Map.Entry<String, Long> sum : new TreeMap<>(theirs).entrySet()) {
            JsonNode same = ours.path(sum.getKey());
            if (!same.isIntegralNumber() || same.asLong() != sum.getValue()) {
                throw new JobFailedException(
                        String.format(
                                Locale.ROOT,
                                "both must find the same: %s is %s here, %d there",
                                sum.getKey(),
                                same,
                                sum.getValue()),
                        null);
            }
        }
    }
}
