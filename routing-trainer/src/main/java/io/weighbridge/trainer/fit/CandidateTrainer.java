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

    /** A table and the per-call model that is shrunk towards it. */
    record Fitted(TaskTable table, PerCallModel perCall) {}

    /** @param rows training rows; those without an outcome of the candidate are passed over */
    Fitted fit(int candidate, int[] rows) {
        int[] observed = Arrays.stream(rows)
                .filter(row -> labels.observed(row, candidate))
                .toArray();
        TaskTable table = TaskTable.fit(labels, observed, candidate);
        if (observed.length == 0) {
            return new Fitted(table, new PerCallModel(0, new double[features.dimension()]));
        }
        double[] label = Arrays.stream(observed)
                .mapToDouble(row -> labels.score()[row][candidate])
                .toArray();
        double[] weight =
                Arrays.stream(observed).mapToDouble(row -> labels.weight()[row]).toArray();
        return new Fitted(table, perCall(table, observed, label, meanOne(weight)));
    }

    private PerCallModel perCall(TaskTable table, int[] rows, double[] label, double[] weight) {
        double bias = Logistic.logit(table.overall());
        double[] centre = new double[features.dimension()];
        table.tasks()
                .forEach((task, entry) ->
                        centre[Requests.taskFeature(settings.schema(), task)] = Logistic.logit(entry.mean()) - bias);
        ActiveFeatures active = ActiveFeatures.of(features, rows, settings.leastRows());
        return PerCallModel.fit(active, features.dimension(), label, weight, bias, centre, settings.ridge());
    }

    /** Weights of mean 1, so that a ridge means the same whatever population the weights count. */
    private static double[] meanOne(double[] weight) {
        double mean = Arrays.stream(weight).sum() / weight.length;
        return Arrays.stream(weight).map(w -> w / mean).toArray();
    }
}
