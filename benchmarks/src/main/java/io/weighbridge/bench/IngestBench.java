package io.weighbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.Commands;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** How fast {@code ingest} reads LiteLLM's logs, start of the process included, and how much memory it takes. */
final class IngestBench {
    private static final double TARGET_MEGABYTES_PER_SECOND = 60;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    /** The memory of the largest case over that of the smallest. */
    private static final double FLAT = 1.25;

    private final Commands commands;
    private final Scratch scratch;
    private final long seed;
    private final Consumer<String> progress;
    private final List<Measurement> results = new ArrayList<>();
    private final List<Case> memory = new ArrayList<>();

    IngestBench(Commands commands, Scratch scratch, long seed, Consumer<String> progress) {
        this.commands = commands;
        this.scratch = scratch;
        this.seed = seed;
        this.progress = progress;
    }

    private record Case(long rows, OptionalLong peakBytes) {}

    /**
     * Each size in the first mode; the largest in all modes, and by the peer.
     *
     * @param sizes rows, rising
     * @param modes values of {@code --text}
     */
    BenchResult run(List<Long> sizes, List<String> modes) throws Exception {
        long rows = 0;
        for (long size : sizes) {
            boolean isLargest = size == sizes.getLast();
            progress.accept(String.format(Locale.ROOT, "writing logs of about %,d rows", size));
            Path month = scratch.resolve("month");
            SampleLogs logs = SampleLogs.write(commands, month, size, seed);
            double peer = isLargest ? peerRate(logs) : 0;
            for (String mode : isLargest ? modes : modes.subList(0, 1)) {
                rows = ingest(logs, mode, isLargest, peer);
            }
            Scratch.delete(month);
        }
        addMemory();
        return new BenchResult("ingest", Machine.description(), rows, results);
    }

    private long ingest(SampleLogs logs, String mode, boolean isLargest, double peer) throws Exception {
        progress.accept("ingest --text " + mode);
        Path lake = scratch.resolve("lake");
        String[] arguments = Stream.concat(
                        Stream.of("ingest", "--lake", lake.toString(), "--text", mode),
                        logs.files().stream().map(Path::toString))
                .toArray(String[]::new);
        List<PeakMemory> watchers = new ArrayList<>(1);
        long begun = System.nanoTime();
        JsonNode result = commands.run(process -> watchers.add(PeakMemory.of(process)), arguments);
        double rate = megabytesPerSecond(logs, begun);
        OptionalLong peak = watchers.getFirst().bytes();
        watchers.getFirst().close();
        Scratch.delete(lake);
        long rows = result.path("accepted").asLong();
        if (rows != result.path("read").asLong()) {
            throw new IllegalStateException("every row must be accepted, was " + result);
        }
        boolean isMain = results.isEmpty() && isLargest;
        if (isLargest) {
            String name = isMain ? "megabytes_per_second" : "megabytes_per_second_text_" + mode;
            boolean isFast = !isMain || rate >= TARGET_MEGABYTES_PER_SECOND;
            results.add(Measurement.rate(name, rate, "MB/s", isFast, peerName, peer));
        }
        if (isMain || !isLargest) {
            memory.add(new Case(rows, peak));
        }
        return rows;
    }

    private String peerName = "";

    private double peerRate(SampleLogs logs) throws SQLException {
        try (DuckDb database = DuckDb.open(scratch.resolve("duckdb"))) {
            peerName = database.name();
            progress.accept(peerName);
            String sql = DuckDb.script("ingest.sql")
                    .replace("${logs}", DuckDb.quoted(logs.files()))
                    .replace("${table}", DuckDb.quoted(scratch.resolve("table")));
            long begun = System.nanoTime();
            database.execute(sql);
            return megabytesPerSecond(logs, begun);
        }
    }

    private static double megabytesPerSecond(SampleLogs logs, long begunNanos) {
        return logs.bytes() / BYTES_PER_MEGABYTE / ((System.nanoTime() - begunNanos) / 1e9);
    }

    private void addMemory() {
        if (memory.stream().anyMatch(size -> size.peakBytes().isEmpty())) {
            return; // this system does not tell
        }
        double smallest = memory.getFirst().peakBytes().orElseThrow();
        for (Case size : memory) {
            double peak = size.peakBytes().orElseThrow();
            results.add(Measurement.alone(
                    "peak_memory_megabytes_at_" + size.rows() + "_rows",
                    peak / BYTES_PER_MEGABYTE,
                    "MB",
                    peak <= FLAT * smallest));
        }
    }
}
