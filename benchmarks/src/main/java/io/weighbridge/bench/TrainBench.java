package io.weighbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.Commands;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** How long {@code train} takes on many labelled prompts, and how much memory. */
final class TrainBench {
    private static final double MOST_FIT_SECONDS = 600;
    private static final double MOST_BYTES = 8e9;
    private static final double LARGEST_DIFFERENCE = 1e-12;

    private final Commands commands;
    private final Scratch scratch;
    private final Consumer<String> progress;

    TrainBench(Commands commands, Scratch scratch, Consumer<String> progress) {
        this.commands = commands;
        this.scratch = scratch;
        this.progress = progress;
    }

    BenchResult run(int units, int models) throws Exception {
        Path lake = scratch.resolve("lake");
        progress.accept(String.format(Locale.ROOT, "making %,d prompts with %d answers each", units, models));
        makeAudit(Files.createDirectories(lake.resolve("audits/20260101T000000Z-bench")), units, models);
        progress.accept("training");
        List<PeakMemory> watchers = new ArrayList<>(1);
        JsonNode timings = commands.run(
                process -> watchers.add(PeakMemory.of(process)), "train-timings", "--lake", lake.toString());
        OptionalLong memory = watchers.getFirst().bytes();
        watchers.getFirst().close();
        progress.accept("chosen: " + timings.required("settings").asText());
        List<Measurement> results = new ArrayList<>();
        for (Map.Entry<String, JsonNode> stage : timings.required("seconds").properties()) {
            double seconds = stage.getValue().asDouble();
            boolean isReached = !stage.getKey().equals("fit") || seconds <= MOST_FIT_SECONDS;
            results.add(Measurement.alone(stage.getKey() + "_seconds", seconds, "s", isReached));
        }
        memory.ifPresent(bytes ->
                results.add(Measurement.alone("peak_memory_megabytes", bytes / 1e6, "MB", bytes <= MOST_BYTES)));
        int openTasks = timings.required("open_tasks").asInt();
        results.add(Measurement.alone("tasks_opened_of_20", openTasks, "", openTasks > 0));
        double difference = timings.required("smile_difference").asDouble();
        results.add(Measurement.alone(
                "largest_difference_from_smile_1e15", 1e15 * difference, "", difference <= LARGEST_DIFFERENCE));
        return new BenchResult(
                "train", Machine.description(), timings.required("rows").asLong(), results);
    }

    private void makeAudit(Path audit, int units, int models) throws SQLException, IOException {
        try (DuckDb database = DuckDb.open(scratch.resolve("duckdb"))) {
            String sql = DuckDb.script("train.sql")
                    .replace("${units}", Integer.toString(units))
                    .replace("${models}", Integer.toString(models))
                    .replace("${file}", DuckDb.quoted(audit.resolve("training-set.parquet")));
            database.execute(sql);
        }
        Manifest.finish(audit);
    }
}
