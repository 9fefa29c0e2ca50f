package io.weighbridge.evidence;

import java.util.Arrays;

/**
 * A confidence sequence for a mean, by betting: an interval that holds at every look at once, so that one may look every
 * night and stop whenever one likes. Nights add up: the state is a sum of logarithms per bet on a fixed grid of means.
 *
 * <p>Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", JRSS-B 2024. Increments lie in
 * a range [ℓ, u] declared before the data and are independent with a constant mean; bets are those of {@link WealthProcess}. The lower
 * limit at level α is inf{m : max_s K_s(m) &lt; 1/α}, here the greatest grid point that has been rejected, so that a coarse
 * grid widens the interval and never narrows it. Units are those of the increments.
 *
 * <p><b>Merging.</b> {@link #append} of a later sequence multiplies wealth exactly. The running maximum then covers every
 * time of the earlier sequence and the <em>end</em> of the later one, since the path inside the later one was not kept;
 * it is exact for one who looks at the ends of parts only, and otherwise conservative, never invalid.
 *
 * <p>For increments held in memory {@link BettingInference} is faster and has no grid. Not thread-safe.
 */
public final class BettingSequence {
    private final Interval range;
    private final double[] grid;
    private final WealthProcess[] againstAtMost;
    private final WealthProcess[] againstAtLeast;
    private long increments;

    private BettingSequence(Interval range, double[] grid) {
        this.range = range;
        this.grid = grid;
        againstAtMost = Arrays.stream(grid)
                .mapToObj(mean -> WealthProcess.againstAtMost(mean, range))
                .toArray(WealthProcess[]::new);
        againstAtLeast = Arrays.stream(grid)
                .mapToObj(mean -> WealthProcess.againstAtLeast(mean, range))
                .toArray(WealthProcess[]::new);
    }

    /**
     * @param range [ℓ, u], which must hold for every increment that could occur
     * @param means the values of the mean that will be asked about, each inside the range; the ends of the range are added
     */
    public static BettingSequence over(Interval range, double... means) {
        if (range.width() == 0) {
            throw new IllegalArgumentException("range: must have positive width, was " + range);
        }
        double[] grid = Arrays.copyOf(means, means.length + 2);
        grid[means.length] = range.low();
        grid[means.length + 1] = range.high();
        for (double mean : grid) {
            if (!range.contains(mean)) {
                throw new IllegalArgumentException("mean: must be inside " + range + ", was " + mean);
            }
        }
        return new BettingSequence(
                range, Arrays.stream(grid).sorted().distinct().toArray());
    }

    /** A grid of {@code steps} equal steps over the range. */
    public static BettingSequence withSteps(Interval range, int steps) {
        double[] means = new double[steps + 1];
        for (int step = 0; step <= steps; step++) {
            means[step] = Math.min(range.high(), range.low() + range.width() * step / steps);
        }
        return over(range, means);
    }

    public void add(double increment) {
        BettingInference.requireInside(range, increment);
        for (int point = 0; point < grid.length; point++) {
            againstAtMost[point].add(increment);
            againstAtLeast[point].add(increment);
        }
        increments++;
    }

    /** Appends a sequence of later increments over the same range and grid. */
    public void append(BettingSequence later) {
        if (!range.equals(later.range) || !Arrays.equals(grid, later.grid)) {
            throw new IllegalArgumentException("sequences merge only over one range and grid, were " + range + " with "
                    + grid.length + " means and " + later.range + " with " + later.grid.length);
        }
        for (int point = 0; point < grid.length; point++) {
            againstAtMost[point].append(later.againstAtMost[point]);
            againstAtLeast[point].append(later.againstAtLeast[point]);
        }
        increments += later.increments;
    }

    public long increments() {
        return increments;
    }

    /** Anytime p-value of "the mean is at most {@code mean}"; {@code mean} must be on the grid. */
    public double pValueMeanAtMost(double mean) {
        return againstAtMost[pointOf(mean)].anytimePValue();
    }

    /** Anytime p-value of "the mean is at least {@code mean}"; {@code mean} must be on the grid. */
    public double pValueMeanAtLeast(double mean) {
        return againstAtLeast[pointOf(mean)].anytimePValue();
    }

    /** Below the mean at every look at once with probability at least 1 − {@code level}. */
    public double lowerLimit(double level) {
        int point = 0;
        while (point < grid.length && againstAtMost[point].anytimePValue() <= level) {
            point++;
        }
        return point == 0 ? range.low() : grid[point - 1];
    }

    /** Above the mean at every look at once with probability at least 1 − {@code level}. */
    public double upperLimit(double level) {
        int point = grid.length - 1;
        while (point >= 0 && againstAtLeast[point].anytimePValue() <= level) {
            point--;
        }
        return point == grid.length - 1 ? range.high() : grid[point + 1];
    }

    /** Both limits, each at half of 1 − {@code confidence}. */
    public Interval interval(double confidence) {
        double level = BettingInference.levelPerSide(confidence);
        return BettingInference.ordered(lowerLimit(level), upperLimit(level));
    }

    private int pointOf(double mean) {
        int point = Arrays.binarySearch(grid, mean);
        if (point < 0) {
            throw new IllegalArgumentException("mean: must be on the grid, was " + mean);
        }
        return point;
    }
}
