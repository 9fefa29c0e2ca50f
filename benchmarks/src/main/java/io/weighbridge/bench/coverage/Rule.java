package io.weighbridge.bench.coverage;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** How many of a number of worlds a claim may be wrong in. */
public record Rule(String text, double fewest, double most, boolean hasMargin) {
    /** A right implementation exceeds the margin in at most one run of a hundred. */
    private static final double MARGIN = 0.99;

    /** For claims with a guaranteed error: at most that share, and a binomial margin. 67 of 1,000 at 5 %. */
    public static Rule errorAtMost(double level) {
        return new Rule("wrong in at most %s".formatted(percent(level)), 0, level, true);
    }

    /** For asymptotic intervals: neither too narrow nor too wide. */
    static Rule coverage(double fewest, double most) {
        return new Rule("covers in %s to %s".formatted(percent(fewest), percent(most)), 1 - most, 1 - fewest, false);
    }

    /** For power and width: it works in at least this share of the worlds. */
    static Rule succeeds(double fewest) {
        return new Rule("succeeds in at least %s".formatted(percent(fewest)), 0, 1 - fewest, false);
    }

    /** Whether so many wrong worlds are within the rule. */
    public boolean accepts(int wrong, int worlds) {
        return wrong >= fewestAccepted(worlds) && wrong <= mostAccepted(worlds);
    }

    int fewestAccepted(int worlds) {
        return (int) Math.ceil(fewest * worlds - 1e-9);
    }

    int mostAccepted(int worlds) {
        return hasMargin
                ? BinomialDistribution.of(worlds, most).inverseCumulativeProbability(MARGIN)
                : (int) Math.floor(most * worlds + 1e-9);
    }

    private static String percent(double share) {
        return "%.0f %%".formatted(100 * share);
    }
}
