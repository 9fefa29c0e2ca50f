package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Mean quality of one model per task, shrunk towards its mean over all tasks by empirical Bayes: the between-task
 * variance is estimated by the method of moments (DerSimonian and Laird 1986), so that noise alone shrinks everything
 * to the overall mean.
 *
 * @param overall weighted mean over all units
 * @param tasks shrunk mean and evidence per task
 */
public record TaskTable(double overall, Map<String, Entry> tasks) {
    /** Shrinks tasks even where no noise is seen: half a success and half a failure at the overall mean. */
    private static final double PRIOR_UNITS = 1;

    /** Tasks differ only if their spread is beyond the 99th percentile of chance (normal approximation). */
    private static final double CHANCE_DEVIATIONS = 2.33;

    /**
     * @param mean shrunk mean in [0, 1]
     * @param units effective units behind it, (Σw)²/Σw²
     */
    public record Entry(double mean, double units) {}

    /** The shrunk mean of a task; the overall mean for a task without evidence. */
    public double mean(String task) {
        Entry entry = tasks.get(task);
        return entry == null ? overall : entry.mean();
    }

    /** The table of one candidate over rows in which it was observed; one half everywhere if there are none. */
    public static TaskTable fit(Labels labels, int[] rows, int candidate) {
        if (rows.length == 0) {
            return new TaskTable(0.5, Map.of());
        }
        return fit(
                Arrays.stream(rows).mapToObj(row -> labels.task()[row]).toArray(String[]::new),
                Arrays.stream(rows)
                        .mapToDouble(row -> labels.score()[row][candidate])
                        .toArray(),
                Arrays.stream(rows).mapToDouble(row -> labels.weight()[row]).toArray());
    }

    /**
     * @param task task of each unit
     * @param label quality of each unit in [0, 1]
     * @param weight weight of each unit, positive
     */
    static TaskTable fit(String[] task, double[] label, double[] weight) {
        Map<String, Sums> sums = new TreeMap<>();
        Sums all = new Sums();
        for (int i = 0; i < task.length; i++) {
            sums.computeIfAbsent(task[i], t -> new Sums()).add(label[i], weight[i]);
            all.add(label[i], weight[i]);
        }
        double overall = all.mean();
        double between = betweenVariance(sums);
        Map<String, Entry> entries = new TreeMap<>();
        sums.forEach((name, of) -> entries.put(name, new Entry(of.shrunk(overall, between), of.units())));
        return new TaskTable(overall, entries);
    }

    /** Method-of-moments estimate of the variance of true task means. */
    private static double betweenVariance(Map<String, Sums> sums) {
        double weights = 0;
        double squaredWeights = 0;
        double weightedMeans = 0;
        for (Sums of : sums.values()) {
            double precision = 1 / of.varianceOfMean();
            weights += precision;
            squaredWeights += precision * precision;
            weightedMeans += precision * of.mean();
        }
        double centre = weightedMeans / weights;
        double q = 0;
        for (Sums of : sums.values()) {
            q += (of.mean() - centre) * (of.mean() - centre) / of.varianceOfMean();
        }
        double scale = weights - squaredWeights / weights;
        double byChance = sums.size() - 1;
        boolean beyondChance = q > byChance + CHANCE_DEVIATIONS * Math.sqrt(2 * byChance);
        return scale <= 0 || !beyondChance ? 0 : (q - byChance) / scale;
    }

    private static final class Sums {
        private double weight;
        private double squaredWeight;
        private double label;
        private double squaredLabel;

        void add(double y, double w) {
            weight += w;
            squaredWeight += w * w;
            label += w * y;
            squaredLabel += w * y * y;
        }

        double mean() {
            return label / weight;
        }

        double units() {
            return weight * weight / squaredWeight;
        }

        /** Never zero: a task of few units that agree is not certain. */
        double varianceOfMean() {
            double centred = Math.max(0, squaredLabel / weight - mean() * mean());
            return (centred + 0.25 * PRIOR_UNITS / units()) / units();
        }

        double shrunk(double overall, double between) {
            double own = between / (between + varianceOfMean());
            return own * mean() + (1 - own) * overall;
        }
    }
}
