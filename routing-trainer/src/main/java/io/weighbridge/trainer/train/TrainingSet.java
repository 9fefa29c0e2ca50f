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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
        Pivot pivot = new Pivot(file);
        CarpetReader<TrainingRow> reader = new CarpetReader<>(file.toFile(), TrainingRow.class)
                .withFieldMatchingStrategy(FieldMatchingStrategy.SNAKE_CASE)
                .withFailOnMissingColumn(true);
        try (CloseableIterator<TrainingRow> iterator = reader.iterator()) {
            while (iterator.hasNext()) {
                TrainingRow row = iterator.next();
                check(file, row);
                pivot.add(row);
            }
        } catch (CarpetMissingColumnException | RecordTypeConversionException e) {
            throw new BadInputException(file + ": must have the columns of a training set: " + e.getMessage(), e);
        } catch (BadInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new BadInputException(file + ": cannot be read as a training set: " + e.getMessage(), e);
        }
        return pivot.set();
    }

    /** Turns rows into units as they come, so that a file is never held twice: the rows of a unit stand together. */
    private static final class Pivot {
        private final Path file;
        private final LoggedChoices choices;
        private final Map<String, Integer> columns = new HashMap<>();
        private final Set<String> seen = new HashSet<>();
        private final List<TrainingUnit> units = new ArrayList<>();
        private final List<TrainingRow> unit = new ArrayList<>();
        private long rows;

        Pivot(Path file) {
            this.file = file;
            choices = LoggedChoices.read(file);
        }

        void add(TrainingRow row) {
            rows++;
            columns.putIfAbsent(row.model(), columns.size());
            if (!unit.isEmpty() && !unit.getFirst().unitId().equals(row.unitId())) {
                close();
            }
            unit.add(row);
        }

        private void close() {
            if (!seen.add(unit.getFirst().unitId())) {
                throw new BadInputException(file + ": unit " + unit.getFirst().unitId()
                        + ": unit_id: all rows of a unit must stand together");
            }
            units.add(TrainingSet.unit(file, unit, columns, choices));
            unit.clear();
        }

        TrainingSet set() {
            if (!unit.isEmpty()) {
                close();
            }
            if (units.isEmpty()) {
                throw new BadInputException(
                        file + ": must hold at least one outcome, was empty; an audit without outcomes"
                                + " cannot train a policy");
            }
            List<String> names = columns.keySet().stream().sorted().toList();
            int[] column = names.stream().mapToInt(columns::get).toArray();
            units.replaceAll(of -> of.withModels(column));
            return new TrainingSet(names, units, rows);
        }
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

    /** Scores, costs and propensities by model of every unit. */
    Labels labels() {
        return new Labels(
                units.stream().map(TrainingUnit::task).toArray(String[]::new),
                units.stream().map(TrainingUnit::score).toArray(double[][]::new),
                units.stream().map(TrainingUnit::costUsd).toArray(double[][]::new),
                units.stream().mapToDouble(TrainingUnit::weight).toArray(),
                propensity());
    }

    /** How many units have one outcome, of a model that a router drew. */
    long loggedChoices() {
        return units.stream().filter(unit -> unit.choice() != null).count();
    }

    /** 1 for all outcomes but those of logged choices; null where there are none of these. */
    private double @Nullable [][] propensity() {
        if (loggedChoices() == 0) {
            return null;
        }
        double[][] propensity = new double[units.size()][models.size()];
        for (int i = 0; i < propensity.length; i++) {
            Arrays.fill(propensity[i], 1);
            LoggedChoices.Choice choice = units.get(i).choice();
            if (choice != null) {
                propensity[i][models.indexOf(choice.model())] = choice.propensity();
            }
        }
        return propensity;
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

    private static TrainingUnit unit(
            Path file, List<TrainingRow> rows, Map<String, Integer> columns, LoggedChoices choices) {
        TrainingRow first = rows.getFirst();
        double[] score = unknown(columns.size());
        double[] outputTokens = unknown(columns.size());
        double[] costUsd = unknown(columns.size());
        for (TrainingRow row : rows) {
            if (row.weight() != first.weight()
                    || !row.clusterId().equals(first.clusterId())
                    || !row.task().equals(first.task())
                    || !row.incumbent().equals(first.incumbent())) {
                throw new BadInputException(file + ": unit " + row.unitId()
                        + ": task, cluster_id, incumbent and weight: must be equal on all rows of a unit");
            }
            int k = Objects.requireNonNull(columns.get(row.model()));
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
                costUsd,
                choices.byUnit().get(first.unitId()));
    }

    private static @Nullable PromptFeatures features(Path file, TrainingRow row) {
        try {
            return row.features();
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ": unit " + row.unitId() + ": " + e.getMessage(), e);
        }
    }

    private static double[] unknown(int models) {
        double[] values = new double[models];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
