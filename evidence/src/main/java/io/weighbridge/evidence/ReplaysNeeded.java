package io.weighbridge.evidence;

import org.jspecify.annotations.Nullable;

/**
 * About how many more independent replays would decide an undecided pair: n ≈ ln(2m/α) / r less those already made, at the
 * two ends of Δ's interval. r is the growth of a betting martingale's logarithm with each increment at its best stake,
 * λg − λ²σ̂²/2 with g = |Δ + ε|: g²/2σ̂² at λ = g/σ̂², or what the largest stake that the increments' range allows
 * earns, where increments are so alike that the best one would be larger.
 *
 * <p>A plan, not a promise: it takes σ̂ and the interval for what they are. An undecided pair needs at least one more.
 *
 * @param atLeast replays if Δ lies at the end of its interval farthest from −ε
 * @param atMost replays if Δ lies at the nearest end; null when the interval contains −ε, where no number is enough
 */
public record ReplaysNeeded(long atLeast, @Nullable Long atMost) {

    /**
     * @param difference interval of Δ
     * @param deviation σ̂ of one increment, in the same unit
     * @param range of every possible increment
     * @param tolerance ε
     * @param familySize m, pairs judged together
     * @param confidence 1 − α
     * @param alreadyMade replays the interval is based on
     */
    public static ReplaysNeeded toDecide(
            Interval difference,
            double deviation,
            Interval range,
            double tolerance,
            int familySize,
            double confidence,
            long alreadyMade) {
        double nats = StrictMath.log(2 * familySize / (1 - confidence));
        double lowMargin = difference.low() + tolerance;
        double highMargin = difference.high() + tolerance;
        double atLowEnd = nats / growth(lowMargin, deviation, range, tolerance);
        double atHighEnd = nats / growth(highMargin, deviation, range, tolerance);
        boolean straddles = lowMargin <= 0 && highMargin >= 0;
        return new ReplaysNeeded(
                stillNeeded(Math.min(atLowEnd, atHighEnd), alreadyMade),
                straddles ? null : (Long) stillNeeded(Math.max(atLowEnd, atHighEnd), alreadyMade));
    }

    /** Of the logarithm of wealth with one increment, at the best stake against the mean −ε. */
    private static double growth(double margin, double deviation, Interval range, double tolerance) {
        double risk = margin > 0 ? -tolerance - range.low() : range.high() + tolerance;
        double gap = Math.abs(margin);
        double variance = deviation * deviation;
        double best = variance > 0 ? gap / variance : Double.POSITIVE_INFINITY;
        double stake = Math.min(best, WealthProcess.LARGEST_FRACTION / risk);
        return stake * (gap - stake * variance / 2);
    }

    private static long stillNeeded(double needed, long alreadyMade) {
        return Math.max(1, (long) Math.ceil(needed) - alreadyMade);
    }
}
