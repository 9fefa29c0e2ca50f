package io.weighbridge.evidence;

/**
 * The confidence sequence of {@link BettingSequence} at its last look, for increments that are all in memory: no grid, the
 * limits found by bisection, which is exact to a millionth of the range because wealth is monotone in the mean.
 *
 * <p>Same assumptions and source: increments in a range declared before the data, independent with a constant mean, in
 * an order that does not depend on their values (Waudby-Smith and Ramdas, JRSS-B 2024).
 */
public final class BettingInference {
    private static final int BISECTIONS = 20;

    private final Interval range;
    private final double[] increments;

    /**
     * @param range [ℓ, u], which must hold for every increment that could occur
     * @param increments in the order in which they were seen
     */
    public BettingInference(Interval range, double[] increments) {
        if (range.width() == 0) {
            throw new IllegalArgumentException("range: must have positive width, was " + range);
        }
        for (double increment : increments) {
            requireInside(range, increment);
        }
        this.range = range;
        this.increments = increments.clone();
    }

    /** Anytime p-value of "the mean is at most {@code mean}". */
    public double pValueMeanAtMost(double mean) {
        return pValue(WealthProcess.againstAtMost(mean, range), 0);
    }

    /** Anytime p-value of "the mean is at least {@code mean}". */
    public double pValueMeanAtLeast(double mean) {
        return pValue(WealthProcess.againstAtLeast(mean, range), 0);
    }

    /** Below the mean at every look at once with probability at least 1 − {@code level}. */
    public double lowerLimit(double level) {
        if (pValue(WealthProcess.againstAtMost(range.low(), range), level) > level) {
            return range.low();
        }
        double rejected = range.low();
        double kept = range.high();
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (rejected + kept) / 2;
            if (pValue(WealthProcess.againstAtMost(middle, range), level) <= level) {
                rejected = middle;
            } else {
                kept = middle;
            }
        }
        return rejected;
    }

    /** Above the mean at every look at once with probability at least 1 − {@code level}. */
    public double upperLimit(double level) {
        Interval mirrored = new Interval(-range.high(), -range.low());
        double[] negated = increments.clone();
        for (int i = 0; i < negated.length; i++) {
            negated[i] = -negated[i];
        }
        return -new BettingInference(mirrored, negated).lowerLimit(level);
    }

    /** Both limits, each at half of 1 − {@code confidence}. */
    public Interval interval(double confidence) {
        double level = levelPerSide(confidence);
        return ordered(lowerLimit(level), upperLimit(level));
    }

    /** Stops early once the p-value is at most {@code enough}. */
    private double pValue(WealthProcess process, double enough) {
        for (double increment : increments) {
            process.add(increment);
            if (process.anytimePValue() <= enough) {
                break;
            }
        }
        return process.anytimePValue();
    }

    static double levelPerSide(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence: must be in (0, 1), was " + confidence);
        }
        return (1 - confidence) / 2;
    }

    /** Limits that have crossed, which happens only when the interval has missed, collapse to their midpoint. */
    static Interval ordered(double lower, double upper) {
        double middle = (lower + upper) / 2;
        return new Interval(Math.min(lower, middle), Math.max(upper, middle));
    }

    static void requireInside(Interval range, double increment) {
        if (!range.contains(increment)) {
            throw new IllegalArgumentException("increment: must be in the declared range [" + range.low() + ", "
                    + range.high() + "], was " + increment);
        }
    }
}
