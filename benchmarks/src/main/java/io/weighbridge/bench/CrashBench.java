package io.weighbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Kills an ingest (SIGKILL) when its lake has a random number of files, ingests again, and compares the lake row for row
 * with that of an undisturbed ingest.
 */
final class CrashBench {
    private final Commands commands;
    private final Scratch scratch;
    private final CrashLogs logs;
    private final SplittableRandom random;
    private final Consumer<String> progress;

    CrashBench(Commands commands, Scratch scratch, CrashLogs logs, long seed, Consumer<String> progress) {
        this.commands = commands;
        this.scratch = scratch;
        this.logs = logs;
        this.random = new SplittableRandom(seed);
        this.progress = progress;
    }

    /** @param kills how many ingests to kill */
    BenchResult run(int kills) throws Exception {
        Path undisturbed = scratch.resolve("undisturbed");
        JsonNode whole = ingest(undisturbed);
        long files = files(undisturbed);
        long lost = 0;
        long surplus = 0;
        int unequal = 0;
        int survived = 0;
        for (int kill = 1; kill <= kills; kill++) {
            Path lake = scratch.resolve("killed");
            survived += kill(lake, random.nextLong(files)) ? 0 : 1;
            ingest(lake);
            long missing = rowsMissing(undisturbed, lake);
            long more = rowsMissing(lake, undisturbed);
            lost += missing;
            surplus += more;
            unequal += missing + more > 0 ? 1 : 0;
            progress.accept("kill %d of %d: %d lakes differ so far".formatted(kill, kills, unequal));
            Scratch.delete(lake);
        }
        return new BenchResult(
                "crash",
                Machine.description(),
                whole.path("read").asLong(),
                List.of(
                        Measurement.alone("kills", kills - survived, "processes", survived == 0),
                        Measurement.alone("lost", lost, "rows", lost == 0),
                        Measurement.alone("duplicated", surplus, "rows", surplus == 0)));
    }

    private JsonNode ingest(Path lake) throws Exception {
        JsonNode result = commands.run(arguments(lake));
        if (result.path("quarantined").asLong() == 0 || result.path("duplicate").asLong() == 0) {
            throw new IllegalStateException("the logs must have duplicate and broken rows, was " + result);
        }
        return result;
    }

    /** Whether the process was still running when its time came. */
    private boolean kill(Path lake, long files) throws IOException, InterruptedException {
        Process process = commands.start(arguments(lake));
        discard(process.getInputStream());
        discard(process.getErrorStream());
        while (process.isAlive() && files(lake) < files) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        boolean isRunning = process.isAlive();
        process.destroyForcibly().waitFor();
        return isRunning;
    }

    private static void discard(InputStream stream) {
        Thread.ofVirtual().start(() -> {
            try (stream) {
                stream.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The process was killed.
            }
        });
    }

    private String[] arguments(Path lake) {
        return Stream.concat(Stream.of("ingest", "--lake", lake.toString()), logs.paths().stream())
                .toArray(String[]::new);
    }

    private long rowsMissing(Path one, Path other) throws Exception {
        long missing = 0;
        try (DuckDb database = DuckDb.open(scratch.resolve("duckdb"))) {
            for (String table : LakeTables.NAMES) {
                missing += new LakeTables(one).rowsMissingIn(new LakeTables(other), table, database);
            }
        }
        return missing;
    }

    private static long files(Path lake) throws IOException {
        if (!Files.exists(lake)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(lake)) {
            return all.count();
        } catch (UncheckedIOException e) {
            return 0; // a temporary file went away meanwhile
        }
    }
}
