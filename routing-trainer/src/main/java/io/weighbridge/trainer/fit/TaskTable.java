package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Mean quality of one model per task, shrunk towards its mean over all tasks by empirical Bayes: the between-task
 * variance is estimated by the method of moments (DerSimonian and Laird 1986), so that noise alone shrinks everything
 * to the overall mean.
 *
 * @param overall weighted mean over all units
 * @param tasks shrunk mean and evidence per task
 */
public record TaskTable(double overall, Map<String, Entry> tasks) {
    /** Variance of one more unit that every task is taken to have, so that few units that agree are not certain. */
    private static final double PRIOR_UNITS = 1;

    private static final double LARGEST_VARIANCE_OF_A_SCORE = 0.25;

    /** Tasks differ only if their spread is beyond the 99th percentile of chance (normal approximation). */
    private static final double CHANCE_DEVIATIONS = 2.33;

    /**
     * @param mean shrunk mean, of scores in [0, 1]
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
                Arrays.stream(rows)
                        .mapToDouble(row -> labels.weight(row, candidate))
                        .toArray());
    }

    /**
     * @param task task of each unit
     * @param label quality of each unit in [0, 1]
     * @param weight weight of each unit, positive
     */
    static TaskTable fit(String[] task, double[] label, double[] weight) {
        return fit(task, label, weight, LARGEST_VARIANCE_OF_A_SCORE);
    }

    /**
     * The table of any amounts, such as tokens or money: as of scores, but that a unit is taken to vary as all units do.
     *
     * @param task task of each unit
     * @param amount of each unit; NaN where unknown, which is passed over
     * @param weight weight of each unit, positive
     * @return NaN as overall mean if no amount is known
     */
    public static TaskTable ofAmounts(String[] task, double[] amount, double[] weight) {
        int[] known = IntStream.range(0, amount.length)
                .filter(i -> !Double.isNaN(amount[i]))
                .toArray();
        if (known.length == 0) {
            return new TaskTable(Double.NaN, Map.of());
        }
        String[] tasks = IntStream.of(known).mapToObj(i -> task[i]).toArray(String[]::new);
        double[] amounts = IntStream.of(known).mapToDouble(i -> amount[i]).toArray();
        double[] weights = IntStream.of(known).mapToDouble(i -> weight[i]).toArray();
        Sums all = new Sums(0);
        for (int i = 0; i < known.length; i++) {
            all.add(amounts[i], weights[i]);
        }
        double variance = Math.max(0, all.squaredLabel / all.weight - all.mean() * all.mean());
        return fit(tasks, amounts, weights, Math.max(variance, Double.MIN_NORMAL));
    }

    private static TaskTable fit(String[] task, double[] label, double[] weight, double priorVariance) {
        Map<String, Sums> sums = new TreeMap<>();
        Sums all = new Sums(priorVariance);
        for (int i = 0; i < task.length; i++) {
            sums.computeIfAbsent(task[i], t -> new Sums(priorVariance)).add(label[i], weight[i]);
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
        private final double priorVariance;
        private double weight;
        private double squaredWeight;
        private double label;
        private double squaredLabel;

        Sums(double priorVariance) {
            this.priorVariance = priorVariance;
        }

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
            return (centred + priorVariance * PRIOR_UNITS / units()) / units();
        }

        double shrunk(double overall, double between) {
            double own = between / (between + varianceOfMean());
            return own * mean() + (1 - own) * overall;
        }
    }
}
