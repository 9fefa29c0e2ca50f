package io.weighbridge.trainer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.ColumnNamingStrategy;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Settings;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log in which a router drew one of two models for each call, mostly the strong one for hard calls, and nothing but the
 * router knew which are hard. The weak model is right in 0.9 of the easy calls and 0.2 of the hard ones, which are 45 %.
 */
class LoggedTrainingTest {
    private static final double TRUE_QUALITY_OF_WEAK = 0.55 * 0.9 + 0.45 * 0.2;
    private static final int CALLS = 8_000;

    @TempDir
    private Path directory;

    @Test
    void withPropensitiesInTheFileTheWeakModelIsKnownForWhatItIs() throws IOException {
        Policy policy = trained(rows(true));

        assertEquals(TRUE_QUALITY_OF_WEAK, qualityOfWeak(policy), 0.07);
        assertEquals(
                CALLS + " outcomes that a router drew count by the inverse of their propensity",
                policy.provenance().notes().get("logged_choices"));
    }

    @Test
    void withoutThemItLooksAsGoodAsItIsOnWhatItWasGiven() throws IOException {
        Policy policy = trained(rows(false));

        assertTrue(qualityOfWeak(policy) > TRUE_QUALITY_OF_WEAK + 0.17, "quality " + qualityOfWeak(policy));
        assertNull(policy.provenance().notes().get("logged_choices"));
    }

    @Test
    void anOutcomeThatWasNotDrawnCountsAsItIs() throws IOException {
        List<LoggedRow> rows = new ArrayList<>();
        rows.add(row(0, "strong", 1, 0.25));
        rows.add(row(1, "strong", 1, null));
        rows.add(row(1, "weak", 0, null));

        double[][] propensity =
                Objects.requireNonNull(TrainingSet.read(write(rows)).labels().propensity());

        assertEquals(List.of(0.25, 1.0), List.of(propensity[0][0], propensity[0][1]));
        assertEquals(List.of(1.0, 1.0), List.of(propensity[1][0], propensity[1][1]));
    }

    @Test
    void aPropensityOutOfRangeIsNamed() throws IOException {
        Path file = write(List.of(row(0, "strong", 1, 1.5)));

        BadInputException error = assertThrows(BadInputException.class, () -> TrainingSet.read(file));
        assertTrue(
                String.valueOf(error.getMessage())
                        .endsWith("training-set.parquet: unit call-0: propensity: must be in (0, 1], was 1.5"),
                error.getMessage());
    }

    @Test
    void twoModelsCannotBothHaveBeenDrawn() throws IOException {
        Path file = write(List.of(row(0, "strong", 1, 0.5), row(0, "weak", 1, 0.5)));

        BadInputException error = assertThrows(BadInputException.class, () -> TrainingSet.read(file));
        assertTrue(
                String.valueOf(error.getMessage())
                        .endsWith(
                                "unit call-0: propensity: must stand in one row of a unit, whose only outcome it is of"),
                error.getMessage());
    }

    private static List<LoggedRow> rows(boolean withPropensity) {
        SplittableRandom random = new SplittableRandom(8);
        List<LoggedRow> rows = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            boolean hard = random.nextDouble() < 0.45;
            double propensityOfStrong = hard ? 0.9 : 0.1;
            boolean strong = random.nextDouble() < propensityOfStrong;
            double chance = strong ? 0.9 : hard ? 0.2 : 0.9;
            double score = random.nextDouble() < chance ? 1 : 0;
            double propensity = strong ? propensityOfStrong : 1 - propensityOfStrong;
            rows.add(row(i, strong ? "strong" : "weak", score, withPropensity ? (Double) propensity : null));
        }
        return rows;
    }

    /** A row of the training set as an audit writes it. */
    private record LoggedRow(
            String unitId,
            String clusterId,
            String task,
            @Nullable String team,
            @Nullable String application,
            @Nullable String tenant,
            @Nullable String agent,
            @Nullable String prompt,
            @Nullable String promptReading,
            @Nullable List<Double> promptMeasures,
            @Nullable List<Integer> wordHashes,
            @Nullable List<Integer> pairHashes,
            @Nullable Long inputTokens,
            @Nullable Instant occurredAt,
            String incumbent,
            String model,
            double score,
            double weight,
            int draws,
            @Nullable Long outputTokens,
            @Nullable Long costPicodollars,
            String labelSource,
            @Nullable Double propensity) {}

    private static LoggedRow row(int call, String model, double score, @Nullable Double propensity) {
        return new LoggedRow(
                "call-" + call,
                "cluster-" + call,
                "answer",
                null,
                null,
                null,
                null,
                "question " + call,
                null,
                null,
                null,
                null,
                20L,
                null,
                "strong",
                model,
                score,
                1,
                0,
                null,
                null,
                "grader",
                propensity);
    }

    private Path write(List<LoggedRow> rows) throws IOException {
        Path audit = Files.createDirectories(directory.resolve("lake/audits/20261101T000000Z-abcdef"));
        Path file = audit.resolve("training-set.parquet");
        try (var out = Files.newOutputStream(file);
                var writer = new CarpetWriter.Builder<>(out, LoggedRow.class)
                        .withColumnNamingStrategy(ColumnNamingStrategy.SNAKE_CASE)
                        .build()) {
            writer.write(rows);
        }
        Manifest.finish(audit);
        return file;
    }

    private Policy trained(List<LoggedRow> rows) throws IOException {
        write(rows);
        Path out = directory.resolve("policy.json");
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-22T10:15:30Z"));
        new TrainJob(directory.resolve("lake"), Settings.defaults(), clock)
                .run(null, TrainOptions.defaults(), out, stage -> {});
        return PolicyJson.read(out);
    }

    private static double qualityOfWeak(Policy policy) {
        return policy.candidates().stream()
                .filter(candidate -> candidate.model().equals("weak"))
                .map(candidate ->
                        Objects.requireNonNull(candidate.quality().tasks().get("answer")))
                .findFirst()
                .orElseThrow()
                .mean();
    }
}
