package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Fits candidates on one part of the rows: what they have in common once, then the table and the model of each. */
final class CandidateTrainer {
    private final Labels labels;
    private final SparseRows features;
    private final FitSettings settings;
    private final int[] rows;
    private final ActiveFeatures active;
    private final TaskTable[] tables;
    private final double[] common;
    private final @Nullable TreeColumns columns;

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
        columns = settings.trees() && active.original().length > 0 ? TreeColumns.of(active, signal()) : null;
    }

    /** How much each used feature tells beyond the tables: score tests (Rao 1948) added up over the candidates. */
    private double[] signal() {
        SparseRows from = active.rows();
        double[] signal = new double[from.dimension()];
        for (int k = 0; k < tables.length; k++) {
            double[] slope = new double[signal.length];
            double[] variance = new double[signal.length];
            for (int i = 0; i < rows.length; i++) {
                if (labels.observed(rows[i], k)) {
                    double mean = tables[k].mean(labels.task()[rows[i]]);
                    double residual = labels.weight(rows[i], k) * (labels.score()[rows[i]][k] - mean);
                    SparseRows.addTo(slope, from.index()[i], from.value()[i], residual);
                    SparseRows.addSquaresTo(variance, from.index()[i], from.value()[i], residual * residual);
                }
            }
            for (int j = 0; j < signal.length; j++) {
                signal[j] += variance[j] > 0 ? slope[j] * slope[j] / variance[j] : 0;
            }
        }
        return signal;
    }

    /**
     * A table and the per-call model that is shrunk towards it.
     *
     * @param centre weights with which a per-call model is the table
     * @param trees what boosted trees add to the table; null if the settings want none
     */
    record Fitted(
            TaskTable table,
            PerCallModel perCall,
            double[] centre,
            @Nullable TreeModel trees) {}

    /** Rows without an outcome of the candidate are passed over; a candidate without any outcome is one half everywhere. */
    Fitted fit(int candidate) {
        TaskTable table = tables[candidate];
        int[] at = IntStream.range(0, rows.length)
                .filter(i -> labels.observed(rows[i], candidate))
                .toArray();
        if (at.length == 0) {
            double[] none = new double[features.dimension()];
            return new Fitted(table, new PerCallModel(0, none), none, null);
        }
        double bias = Logistic.logit(table.overall());
        double[] centre = centre(table, bias);
        double[] start = centre.clone();
        Arrays.setAll(start, j -> centre[j] + common[j]);
        PerCallModel.Sample sample = new PerCallModel.Sample(
                at,
                values(at, i -> labels.score()[rows[i]][candidate]),
                DeviationScale.meanOne(values(at, i -> labels.weight(rows[i], candidate))));
        TreeModel trees = columns == null
                ? null
                : new TreeBoost(columns, sample, values(at, i -> Logistic.logit(table.mean(labels.task()[rows[i]]))))
                        .fit(candidate);
        if (!settings.hasOwn()) {
            return new Fitted(table, new PerCallModel(bias, start), centre, trees);
        }
        PerCallModel perCall =
                PerCallModel.fit(active, features.dimension(), sample, bias, start, settings.ownRidges(active));
        return new Fitted(table, perCall, centre, trees);
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
