package io.weighbridge.trainer.fit;

import java.util.Arrays;

/** Fits one candidate on some rows: its table and its per-call model. */
final class CandidateTrainer {
    private final Labels labels;
    private final SparseRows features;
    private final FitSettings settings;

    CandidateTrainer(Labels labels, SparseRows features, FitSettings settings) {
        this.labels = labels;
        this.features = features;
        this.settings = settings;
    }

    /**
     * A table and the per-call model that is shrunk towards it.
     *
     * @param centre weights with which a per-call model is the table
     */
    record Fitted(TaskTable table, PerCallModel perCall, double[] centre) {}

    /** @param rows training rows; those without an outcome of the candidate are passed over */
    Fitted fit(int candidate, int[] rows) {
        int[] observed = Arrays.stream(rows)
                .filter(row -> labels.observed(row, candidate))
                .toArray();
        TaskTable table = TaskTable.fit(labels, observed, candidate);
        if (observed.length == 0) {
            double[] none = new double[features.dimension()];
            return new Fitted(table, new PerCallModel(0, none), none);
        }
        double bias = Logistic.logit(table.overall());
        double[] centre = centre(table, bias);
        PerCallModel perCall = PerCallModel.fit(
                ActiveFeatures.of(features, observed, settings.leastRows()),
                features.dimension(),
                Arrays.stream(observed)
                        .mapToDouble(row -> labels.score()[row][candidate])
                        .toArray(),
                DeviationScale.meanOne(Arrays.stream(observed)
                        .mapToDouble(row -> labels.weight()[row])
                        .toArray()),
                bias,
                centre,
                settings.ridge());
        return new Fitted(table, perCall, centre);
    }

    private double[] centre(TaskTable table, double bias) {
        double[] centre = new double[features.dimension()];
        table.tasks()
                .forEach((task, entry) ->
                        centre[Requests.taskFeature(settings.schema(), task)] = Logistic.logit(entry.mean()) - bias);
        return centre;
    }
}
