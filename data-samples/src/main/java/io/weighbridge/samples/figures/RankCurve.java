package io.weighbridge.samples.figures;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Area under the ROC curve by ranks (Mann and Whitney 1947); ties count half. */
final class RankCurve {
    private RankCurve() {}

    /** The area, or NaN where all outcomes are equal. */
    static double area(double[] scores, boolean[] outcomes) {
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        double positiveRanks = 0;
        long positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            double midRank = (from + 1 + to) / 2.0;
            for (int i = from; i < to; i++) {
                if (outcomes[order[i]]) {
                    positives++;
                    positiveRanks += midRank;
                }
            }
            from = to;
        }
        long negatives = scores.length - positives;
        return (positiveRanks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }
}
