package io.weighbridge.evidence;

/** A closed interval of real numbers, finite at both ends. */
public record Interval(double low, double high) {
    public Interval {
        if (!(Double.isFinite(low) && Double.isFinite(high) && low <= high)) {
            throw new IllegalArgumentException("interval: low must not exceed high, was [" + low + ", " + high + "]");
        }
    }

    public double width() {
        return high - low;
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The interval of {@code factor} times the quantity; a negative factor swaps the ends. */
    public Interval times(double factor) {
        double first = low * factor;
        double second = high * factor;
        return new Interval(Math.min(first, second), Math.max(first, second));
    }

    /** The part of this interval that lies inside {@code bounds}; its nearest end where they do not meet. */
    public Interval clippedTo(Interval bounds) {
        double clippedLow = Math.min(Math.max(low, bounds.low), bounds.high);
        double clippedHigh = Math.min(Math.max(high, bounds.low), bounds.high);
        return new Interval(clippedLow, clippedHigh);
    }
}
