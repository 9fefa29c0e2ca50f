package io.weighbridge.evidence;

/** What a fixed-sample estimator answers: an estimate with its interval, or a refusal with the reason. */
public sealed interface IntervalEstimate {

    /** The estimate of {@code factor} times the quantity, {@code factor} positive; a refusal stays one. */
    IntervalEstimate times(double factor);

    /**
     * A number that has support.
     *
     * @param value the point estimate, in the unit of the data
     * @param interval two-sided, at the confidence that was asked for
     * @param standardError in the unit of the data
     * @param degreesOfFreedom of the t distribution behind the interval; fractional for Satterthwaite
     * @param units observations that entered
     * @param clusters independent groups among them
     */
    record Estimate(
            double value, Interval interval, double standardError, double degreesOfFreedom, int units, int clusters)
            implements IntervalEstimate {

        @Override
        public Estimate times(double factor) {
            return new Estimate(
                    value * factor, interval.times(factor), standardError * factor, degreesOfFreedom, units, clusters);
        }
    }

    /** No number, and why, as a sentence fragment a reader can act on. */
    record Refused(String reason) implements IntervalEstimate {

        @Override
        public Refused times(double factor) {
            return this;
        }
    }
}
