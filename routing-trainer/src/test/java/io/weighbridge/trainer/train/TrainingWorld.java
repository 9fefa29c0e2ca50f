package io.weighbridge.trainer.train;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.ColumnNamingStrategy;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up company whose truth is known: four tasks, three models at the sample prices, and prompts that say how hard
 * they are. Draws are unequal on purpose: half of the calls of every task stand for three times as many.
 */
final class TrainingWorld {
    static final String INCUMBENT = "sim-frontier";
    static final List<String> MODELS = List.of(INCUMBENT, "sim-medium", "sim-small");

    private static final List<String> TASKS = List.of("classify", "summarise", "sql", "diagnose");
    private static final Instant FIRST = Instant.parse("2026-10-01T00:00:00Z");
    private static final String[] EASY = {"short", "plain", "single", "usual", "known"};
    private static final String[] HARD = {"nested", "ambiguous", "recursive", "conflicting", "partial"};

    private final boolean alwaysNeeded;

    private TrainingWorld(boolean alwaysNeeded) {
        this.alwaysNeeded = alwaysNeeded;
    }

    /** Small suffices for classify and summarise; hard sql and all of diagnose need the incumbent. */
    static TrainingWorld mixed() {
        return new TrainingWorld(false);
    }

    /** Every cheaper model loses 30 points and more everywhere. */
    static TrainingWorld alwaysNeeded() {
        return new TrainingWorld(true);
    }

    /** A call with what every model would score, on average. */
    record Call(String task, String prompt, double[] chance, double weight) {}

    List<Call> calls(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String task = TASKS.get(random.nextInt(TASKS.size()));
            boolean hard = random.nextInt(3) == 0;
            String[] words = hard ? HARD : EASY;
            String prompt = task + " request " + random.nextInt(1_000_000) + ": a " + words[random.nextInt(5)] + " and "
                    + words[random.nextInt(5)] + " case";
            calls.add(new Call(task, prompt, chance(task, hard), random.nextBoolean() ? 1 : 3));
        }
        return calls;
    }

    private double[] chance(String task, boolean hard) {
        if (alwaysNeeded) {
            return new double[] {0.9, 0.58, 0.47};
        }
        return switch (task) {
            case "classify", "summarise" -> new double[] {0.95, 0.95, 0.949};
            case "sql" -> hard ? new double[] {0.95, 0.65, 0.4} : new double[] {0.95, 0.948, 0.8};
            default -> new double[] {0.88, 0.7, 0.6};
        };
    }

    /** All models answer every call; luck is mostly shared, as real models' is. */
    List<TrainingRow> rows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        List<TrainingRow> rows = new ArrayList<>();
        List<Call> calls = calls(count, seed);
        for (int i = 0; i < calls.size(); i++) {
            double shared = random.nextDouble();
            for (int k = 0; k < MODELS.size(); k++) {
                double luck = random.nextInt(20) == 0 ? random.nextDouble() : shared;
                rows.add(row(i, calls.get(i), k, luck < calls.get(i).chance()[k] ? 1 : 0));
            }
        }
        return rows;
    }

    private static TrainingRow row(int i, Call call, int model, double score) {
        long inputTokens = 40;
        long outputTokens = 100;
        long[] input = {3_000_000, 800_000, 150_000};
        long[] output = {15_000_000, 4_000_000, 600_000};
        return new TrainingRow(
                "call-" + i,
                "cluster-" + i,
                call.task(),
                "team",
                null,
                null,
                call.prompt(),
                null,
                null,
                null,
                null,
                inputTokens,
                FIRST.plusSeconds(i),
                INCUMBENT,
                MODELS.get(model),
                score,
                call.weight(),
                1,
                outputTokens,
                inputTokens * input[model] + outputTokens * output[model],
                "grader");
    }

    /** The same outcome of another unit, in a cluster of its own. */
    static TrainingRow renamed(TrainingRow row, String prefix) {
        return copy(row, prefix + row.unitId(), prefix + row.clusterId(), row.model(), row.score(), row.labelSource());
    }

    static TrainingRow scored(TrainingRow row, double score) {
        return copy(row, row.unitId(), row.clusterId(), row.model(), score, row.labelSource());
    }

    static TrainingRow answeredBy(TrainingRow row, String model) {
        return copy(row, row.unitId(), row.clusterId(), model, row.score(), row.labelSource());
    }

    static TrainingRow labelledBy(TrainingRow row, String labelSource) {
        return copy(row, row.unitId(), row.clusterId(), row.model(), row.score(), labelSource);
    }

    private static TrainingRow copy(
            TrainingRow row, String unit, String cluster, String model, double score, String labelSource) {
        return new TrainingRow(
                unit,
                cluster,
                row.task(),
                row.team(),
                row.application(),
                row.tenant(),
                row.prompt(),
                row.promptReading(),
                row.promptMeasures(),
                row.wordHashes(),
                row.pairHashes(),
                row.inputTokens(),
                row.occurredAt(),
                row.incumbent(),
                model,
                score,
                row.weight(),
                row.draws(),
                row.outputTokens(),
                row.costPicodollars(),
                labelSource);
    }

    /** A lake with one finished audit of these rows. */
    static Path lake(Path directory, List<TrainingRow> rows) throws IOException {
        Path audit = Files.createDirectories(directory.resolve("audits/20261101T000000Z-abcdef"));
        write(audit.resolve("training-set.parquet"), rows);
        Manifest.finish(audit);
        return directory;
    }

    static void write(Path file, List<TrainingRow> rows) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                CarpetWriter<TrainingRow> writer = new CarpetWriter.Builder<>(out, TrainingRow.class)
                        .withColumnNamingStrategy(ColumnNamingStrategy.SNAKE_CASE)
                        .build()) {
            writer.write(rows);
        }
    }
}
