package io.weighbridge.trainer.train;

import com.jerolba.carpet.CarpetMissingColumnException;
import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import com.jerolba.carpet.FieldMatchingStrategy;
import com.jerolba.carpet.RecordTypeConversionException;
import com.jerolba.carpet.io.FileSystemInputFile;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.routing.PromptFeatures;
import io.weighbridge.trainer.fit.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.jspecify.annotations.Nullable;

/**
 * The training set of an audit, pivoted to one row per unit.
 *
 * @param models by name
 * @param rows rows of the file
 */
record TrainingSet(List<String> models, List<TrainingUnit> units, long rows) {
    private static final double PICODOLLARS_PER_USD = 1e12;
    private static final String FORMAT = "weighbridge-training-set/1";
    private static final String FORMAT_KEY = "weighbridge.format";

    TrainingSet {
        models = List.copyOf(models);
        units = List.copyOf(units);
    }

    /** @throws BadInputException naming file, unit, column and rule */
    static TrainingSet read(Path file) {
        if (!Files.isReadable(file)) {
            throw new BadInputException(file + ": must be a readable file");
        }
        requireSupported(file);
        Map<String, List<TrainingRow>> byUnit = new LinkedHashMap<>();
        TreeSet<String> models = new TreeSet<>();
        long rows = 0;
        CarpetReader<TrainingRow> reader = new CarpetReader<>(file.toFile(), TrainingRow.class)
                .withFieldMatchingStrategy(FieldMatchingStrategy.SNAKE_CASE)
                .withFailOnMissingColumn(true);
        try (CloseableIterator<TrainingRow> iterator = reader.iterator()) {
            while (iterator.hasNext()) {
                TrainingRow row = iterator.next();
                check(file, row);
                rows++;
                models.add(row.model());
                byUnit.computeIfAbsent(row.unitId(), id -> new ArrayList<>()).add(row);
            }
        } catch (CarpetMissingColumnException | RecordTypeConversionException e) {
            throw new BadInputException(file + ": must have the columns of a training set: " + e.getMessage(), e);
        } catch (BadInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new BadInputException(file + ": cannot be read as a training set: " + e.getMessage(), e);
        }
        if (byUnit.isEmpty()) {
            throw new BadInputException(file + ": must hold at least one outcome, was empty; an audit without outcomes"
                    + " cannot train a policy");
        }
        List<String> names = List.copyOf(models);
        List<TrainingUnit> units = byUnit.values().stream()
                .map(ofUnit -> unit(file, ofUnit, names))
                .toList();
        return new TrainingSet(names, units, rows);
    }

    /** A file that does not say its version was written before there were any, and is of the first. */
    private static void requireSupported(Path file) {
        String format;
        try (ParquetFileReader reader = ParquetFileReader.open(new FileSystemInputFile(file.toFile()))) {
            format = reader.getFileMetaData().getKeyValueMetaData().getOrDefault(FORMAT_KEY, FORMAT);
        } catch (IOException | RuntimeException e) {
            throw new BadInputException(file + ": cannot be read as a training set: " + e.getMessage(), e);
        }
        if (!format.equals(FORMAT)) {
            throw new BadInputException(file + ": " + FORMAT_KEY + ": this build reads " + FORMAT + ", was " + format);
        }
    }

    /** Scores by model of every unit. */
    Labels labels() {
        return new Labels(
                units.stream().map(TrainingUnit::task).toArray(String[]::new),
                units.stream().map(TrainingUnit::score).toArray(double[][]::new),
                units.stream().mapToDouble(TrainingUnit::weight).toArray());
    }

    private static void check(Path file, TrainingRow row) {
        String at = file + ": unit " + row.unitId() + ": ";
        if (!(row.score() >= 0 && row.score() <= 1)) {
            throw new BadInputException(at + "score: must be in [0, 1], was " + row.score());
        }
        if (!(row.weight() > 0 && Double.isFinite(row.weight()))) {
            throw new BadInputException(at + "weight: must be positive, was " + row.weight());
        }
    }

    private static TrainingUnit unit(Path file, List<TrainingRow> rows, List<String> models) {
        TrainingRow first = rows.getFirst();
        double[] score = unknown(models);
        double[] outputTokens = unknown(models);
        double[] costUsd = unknown(models);
        for (TrainingRow row : rows) {
            if (row.weight() != first.weight()
                    || !row.clusterId().equals(first.clusterId())
                    || !row.task().equals(first.task())
                    || !row.incumbent().equals(first.incumbent())) {
                throw new BadInputException(file + ": unit " + row.unitId()
                        + ": task, cluster_id, incumbent and weight: must be equal on all rows of a unit");
            }
            int k = models.indexOf(row.model());
            if (!Double.isNaN(score[k])) {
                throw new BadInputException(
                        file + ": unit " + row.unitId() + ": model: must occur once per unit, was " + row.model());
            }
            score[k] = row.score();
            outputTokens[k] = row.outputTokens() == null ? Double.NaN : row.outputTokens();
            costUsd[k] = row.costPicodollars() == null ? Double.NaN : row.costPicodollars() / PICODOLLARS_PER_USD;
        }
        return new TrainingUnit(
                first.unitId(),
                first.clusterId(),
                first.task(),
                first.prompt(),
                features(file, first),
                first.inputTokens(),
                first.occurredAt(),
                first.incumbent(),
                first.weight(),
                score,
                outputTokens,
                costUsd);
    }

    private static @Nullable PromptFeatures features(Path file, TrainingRow row) {
        try {
            return row.features();
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ": unit " + row.unitId() + ": " + e.getMessage(), e);
        }
    }

    private static double[] unknown(List<String> models) {
        double[] values = new double[models.size()];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
