package io.weighbridge.routing;

/** How a model is chosen among the candidates that are open in a task. */
public sealed interface Rule {

    /**
     * Chooses one candidate. All arrays are indexed by candidate; NaN is "unknown", and an unknown is never preferred.
     *
     * @param quality expected quality of each candidate
     * @param costUsd expected cost of each candidate
     * @param open whether the candidate may replace the incumbent
     * @param incumbent index of the incumbent, which wins ties
     * @param tolerance the tolerance of the task; {@link #tolerance()} unless the task has its own
     * @return index of the chosen candidate
     */
    int choose(double[] quality, double[] costUsd, boolean[] open, int incumbent, double tolerance);

    /** The quality that may be given up in a task that has no tolerance of its own; 0 for rules without one. */
    default double tolerance() {
        return 0;
    }

    /** Always the incumbent. */
    record IncumbentOnly() implements Rule {
        @Override
        public int choose(double[] quality, double[] costUsd, boolean[] open, int incumbent, double tolerance) {
            return incumbent;
        }
    }

    /**
     * The cheapest candidate with {@code quality >= quality of the incumbent - tolerance} that is cheaper than the
     * incumbent. Of equally cheap ones the better, then the first.
     *
     * @param tolerance quality that may be given up, in [0, 1]
     */
    record CheapestWithin(double tolerance) implements Rule {
        public CheapestWithin {
            Check.fraction("rule.tolerance", tolerance);
        }

        @Override
        public int choose(double[] quality, double[] costUsd, boolean[] open, int incumbent, double taskTolerance) {
            double floor = quality[incumbent] - taskTolerance;
            int best = incumbent;
            for (int k = 0; k < quality.length; k++) {
                boolean cheaper = costUsd[k] < costUsd[best];
                boolean betterAtEqualCost =
                        best != incumbent && costUsd[k] == costUsd[best] && quality[k] > quality[best];
                if (open[k] && quality[k] >= floor && (cheaper || betterAtEqualCost)) {
                    best = k;
                }
            }
            return best;
        }
    }

    /**
     * The candidate with the largest {@code quality - qualityPerUsd * costUsd}. Of equal ones the incumbent, then the
     * cheaper, then the first.
     *
     * @param qualityPerUsd what a dollar is worth in quality; not negative
     */
    record MaxUtility(double qualityPerUsd) implements Rule {
        public MaxUtility {
            Check.notNegative("rule.quality_per_usd", qualityPerUsd);
        }

        @Override
        public int choose(double[] quality, double[] costUsd, boolean[] open, int incumbent, double taskTolerance) {
            int best = incumbent;
            double bestUtility = utility(quality[incumbent], costUsd[incumbent]);
            for (int k = 0; k < quality.length; k++) {
                double utility = utility(quality[k], costUsd[k]);
                boolean cheaperAtEqualUtility =
                        best != incumbent && utility == bestUtility && costUsd[k] < costUsd[best];
                if (open[k] && (utility > bestUtility || cheaperAtEqualUtility)) {
                    best = k;
                    bestUtility = utility;
                }
            }
            return best;
        }

        private double utility(double quality, double costUsd) {
            return quality - qualityPerUsd * costUsd;
        }
    }
}
