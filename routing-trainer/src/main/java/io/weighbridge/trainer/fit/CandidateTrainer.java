package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Fits candidates on one part of the rows: what they have in common once, then the table and the model of each. */
final class CandidateTrainer {
    private final Labels labels;
    private final SparseRows features;
    private final FitSettings settings;
    private final int[] rows;
    private final ActiveFeatures active;
    private final TaskTable[] tables;
    private final double[] common;

    /** @param rows training rows */
    CandidateTrainer(Labels labels, SparseRows features, FitSettings settings, int[] rows) {
        this.labels = labels;
        this.features = features;
        this.settings = settings;
        this.rows = rows;
        active = ActiveFeatures.of(features, rows, settings.leastRows());
        tables = IntStream.range(0, labels.candidates())
                .mapToObj(k -> TaskTable.fit(labels, observed(k), k))
                .toArray(TaskTable[]::new);
        common = settings.hasCommon()
                ? CommonDifficulty.fit(labels, features.dimension(), settings, rows, active, tables)
                : new double[features.dimension()];
    }

    /**
     * A table and the per-call model that is shrunk towards it.
     *
     * @param centre weights with which a per-call model is the table
     */
    record Fitted(TaskTable table, PerCallModel perCall, double[] centre) {}

    /** Rows without an outcome of the candidate are passed over; a candidate without any outcome is one half everywhere. */
    Fitted fit(int candidate) {
        TaskTable table = tables[candidate];
        int[] at = IntStream.range(0, rows.length)
                .filter(i -> labels.observed(rows[i], candidate))
                .toArray();
        if (at.length == 0) {
            double[] none = new double[features.dimension()];
            return new Fitted(table, new PerCallModel(0, none), none);
        }
        double bias = Logistic.logit(table.overall());
        double[] centre = centre(table, bias);
        double[] start = centre.clone();
        Arrays.setAll(start, j -> centre[j] + common[j]);
        if (!settings.hasOwn()) {
            return new Fitted(table, new PerCallModel(bias, start), centre);
        }
        PerCallModel perCall = PerCallModel.fit(
                active,
                features.dimension(),
                new PerCallModel.Sample(
                        at,
                        values(at, i -> labels.score()[rows[i]][candidate]),
                        DeviationScale.meanOne(values(at, i -> labels.weight(rows[i], candidate)))),
                bias,
                start,
                settings.ownRidges(active));
        return new Fitted(table, perCall, centre);
    }

    private int[] observed(int candidate) {
        return Arrays.stream(rows)
                .filter(row -> labels.observed(row, candidate))
                .toArray();
    }

    private static double[] values(int[] at, IntToDoubleFunction of) {
        return Arrays.stream(at).mapToDouble(of).toArray();
    }

    private double[] centre(TaskTable table, double bias) {
        double[] centre = new double[features.dimension()];
        table.tasks()
                .forEach((task, entry) ->
                        centre[Requests.taskFeature(settings.schema(), task)] = Logistic.logit(entry.mean()) - bias);
        return centre;
    }
}
