package io.weighbridge.routing;

import java.util.Arrays;

/** Turns the log-odds of a per-call model into an expected quality in [0, 1]. */
public sealed interface Calibration {
    /** The logistic function alone. */
    Calibration IDENTITY = new Identity();

    /** @param logOdds not NaN */
    double apply(double logOdds);

    /** {@code 1 / (1 + exp(-logOdds))}. */
    record Identity() implements Calibration {
        @Override
        public double apply(double logOdds) {
            return PortableMath.logistic(logOdds);
        }
    }

    /**
     * Platt scaling: {@code 1 / (1 + exp(-(slope * logOdds + intercept)))}. J. Platt, "Probabilistic outputs for support
     * vector machines", 1999.
     */
    record Platt(double slope, double intercept) implements Calibration {
        public Platt {
            check("calibration.slope", slope);
            check("calibration.intercept", intercept);
        }

        @Override
        public double apply(double logOdds) {
            return PortableMath.logistic(slope * logOdds + intercept);
        }

        private static void check(String field, double value) {
            Check.isTrue(Math.abs(value) <= CallModel.LARGEST_TERM, field, "must be at most 1e100 in size", value);
        }
    }

    /**
     * Isotonic regression: a step function of {@code p = 1 / (1 + exp(-logOdds))}. B. Zadrozny and C. Elkan,
     * "Transforming classifier scores into accurate multiclass probability estimates", 2002.
     */
    final class Isotonic implements Calibration {
        private final double[] thresholds;
        private final double[] values;

        /**
         * @param thresholds strictly ascending, in [0, 1]
         * @param values not descending, in [0, 1], one more than thresholds: {@code values[0]} below the first threshold,
         *     {@code values[i]} from {@code thresholds[i - 1]} on
         */
        public Isotonic(double[] thresholds, double[] values) {
            this.thresholds = thresholds.clone();
            this.values = values.clone();
            Check.isTrue(
                    values.length == thresholds.length + 1,
                    "calibration.values",
                    "must be one more than the " + thresholds.length + " thresholds",
                    values.length);
            for (int i = 0; i < thresholds.length; i++) {
                Check.fraction("calibration.thresholds[" + i + "]", thresholds[i]);
                Check.isTrue(
                        i == 0 || thresholds[i] > thresholds[i - 1],
                        "calibration.thresholds[" + i + "]",
                        "must ascend strictly",
                        thresholds[i]);
            }
            for (int i = 0; i < values.length; i++) {
                Check.fraction("calibration.values[" + i + "]", values[i]);
                Check.isTrue(
                        i == 0 || values[i] >= values[i - 1],
                        "calibration.values[" + i + "]",
                        "must not descend",
                        values[i]);
            }
        }

        public double[] thresholds() {
            return thresholds.clone();
        }

        public double[] values() {
            return values.clone();
        }

        @Override
        public double apply(double logOdds) {
            double p = PortableMath.logistic(logOdds);
            int low = 0;
            int high = thresholds.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (thresholds[middle] <= p) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return values[low];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Isotonic that
                    && Arrays.equals(thresholds, that.thresholds)
                    && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(thresholds) + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Isotonic[" + values.length + " steps]";
        }
    }
}
