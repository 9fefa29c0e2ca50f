package io.weighbridge.evidence;

import java.util.Arrays;

/** Location and scale that a minority of wild values does not move far (Rousseeuw and Croux, JASA 1993). */
final class Medians {
    /** A normal distribution's standard deviation, by its median distance from the centre. */
    private static final double NORMAL_CONSISTENCY = 1.4826;

    private Medians() {}

    /** Of at least one value; NaN of none. */
    static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Without {@code share} of the values at either end. */
    static double trimmedMean(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = (int) (share * sorted.length);
        double sum = 0;
        for (int i = cut; i < sorted.length - cut; i++) {
            sum += sorted[i];
        }
        return sum / (sorted.length - 2 * cut);
    }

    /** The standard deviation around 0 that the median distance from 0 would have if the values were normal. */
    static double scale(double[] values) {
        return NORMAL_CONSISTENCY * median(Arrays.stream(values).map(Math::abs).toArray());
    }
}
