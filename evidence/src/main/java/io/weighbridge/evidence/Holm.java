package io.weighbridge.evidence;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down procedure (Scandinavian Journal of Statistics 1979): rejects as many of m hypotheses as it can while the
 * probability of any wrong rejection stays at most the level, whatever the dependence between the p-values.
 */
final class Holm {
    private Holm() {}

    /** Which hypotheses are rejected, in the order of the p-values. */
    static boolean[] rejections(double[] pValues, double level) {
        int[] ascending = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> pValues[index]))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean[] rejected = new boolean[pValues.length];
        for (int rank = 0; rank < ascending.length; rank++) {
            if (pValues[ascending[rank]] > level / (pValues.length - rank)) {
                break;
            }
            rejected[ascending[rank]] = true;
        }
        return rejected;
    }
}
