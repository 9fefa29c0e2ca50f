package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Fits candidates on one part of the rows: what they have in common once, then the table and the model of each. */
final class CandidateTrainer {
    /** Candidates whose weights lie side by side in one fit. */
    private static final int SIDE_BY_SIDE = 12;

    private final Labels labels;
    private final SparseRows features;
    private final FitSettings settings;
    private final int[] rows;
    private final ActiveFeatures active;
    private final TaskTable[] tables;
    private final double[] common;
    private final int[] treeRows;
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
        treeRows = EvenlySpread.of(rows, TreeColumns.MOST_ROWS);
        columns = settings.trees() ? columns() : null;
    }

    private @Nullable TreeColumns columns() {
        ActiveFeatures of =
                treeRows.length == rows.length ? active : ActiveFeatures.of(features, treeRows, settings.leastRows());
        return of.original().length == 0 ? null : TreeColumns.of(of, signal(of.rows()));
    }

    /** How much each used feature tells beyond the tables: score tests (Rao 1948) added up over the candidates. */
    private double[] signal(SparseRows from) {
        double[] signal = new double[from.dimension()];
        for (int k = 0; k < tables.length; k++) {
            double[] slope = new double[signal.length];
            double[] variance = new double[signal.length];
            for (int i = 0; i < treeRows.length; i++) {
                int row = treeRows[i];
                if (labels.observed(row, k)) {
                    double residual =
                            labels.weight(row, k) * (labels.score()[row][k] - tables[k].mean(labels.task()[row]));
                    from.addTo(slope, i, new double[] {residual});
                    from.addSquaresTo(variance, i, new double[] {residual * residual});
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

    /**
     * The candidates' fits in their order. Rows without an outcome of a candidate are passed over; one without any outcome is
     * one half everywhere.
     */
    List<Fitted> fit(int[] candidates) {
        int[][] batches = IntStream.range(0, Math.ceilDiv(candidates.length, SIDE_BY_SIDE))
                .mapToObj(b -> Arrays.copyOfRange(
                        candidates, b * SIDE_BY_SIDE, Math.min(candidates.length, (b + 1) * SIDE_BY_SIDE)))
                .toArray(int[][]::new);
        return Arrays.stream(batches)
                .parallel()
                .map(this::fitTogether)
                .flatMap(List::stream)
                .toList();
    }

    private List<Fitted> fitTogether(int[] candidates) {
        List<PerCallModel.Sample> samples =
                IntStream.of(candidates).mapToObj(k -> sample(k, rows)).toList();
        double[] bias = IntStream.of(candidates)
                .mapToDouble(k -> Logistic.logit(tables[k].overall()))
                .toArray();
        double[][] centre = new double[candidates.length][];
        double[][] start = new double[candidates.length][];
        for (int c = 0; c < candidates.length; c++) {
            double[] table = centre(tables[candidates[c]], bias[c]);
            centre[c] = table;
            start[c] = table.clone();
            Arrays.setAll(start[c], j -> table[j] + common[j]);
        }
        List<PerCallModel> linear = settings.hasOwn()
                ? PerCallModel.fit(active, features.dimension(), samples, bias, start, settings.ownRidges(active))
                : IntStream.range(0, candidates.length)
                        .mapToObj(c -> new PerCallModel(bias[c], start[c]))
                        .toList();
        return IntStream.range(0, candidates.length)
                .parallel()
                .mapToObj(c -> new Fitted(tables[candidates[c]], linear.get(c), centre[c], trees(candidates[c])))
                .toList();
    }

    private @Nullable TreeModel trees(int candidate) {
        if (columns == null) {
            return null;
        }
        PerCallModel.Sample sample = sample(candidate, treeRows);
        double[] table = values(sample.at(), i -> Logistic.logit(tables[candidate].mean(labels.task()[treeRows[i]])));
        return sample.at().length == 0 ? null : new TreeBoost(columns, sample, table).fit(candidate);
    }

    /** @param of the rows that the sample numbers from 0 */
    private PerCallModel.Sample sample(int candidate, int[] of) {
        int[] at = IntStream.range(0, of.length)
                .filter(i -> labels.observed(of[i], candidate))
                .toArray();
        return new PerCallModel.Sample(
                at,
                values(at, i -> labels.score()[of[i]][candidate]),
                DeviationScale.meanOne(values(at, i -> labels.weight(of[i], candidate))));
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
