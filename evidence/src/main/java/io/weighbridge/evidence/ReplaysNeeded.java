package io.weighbridge.evidence;

import org.jspecify.annotations.Nullable;

/**
 * About how many more independent replays would decide an undecided pair: n ≈ 2 ln(2m/α) σ̂² / (Δ + ε)² less those
 * already made, at the two ends of Δ's interval (the growth rate of a betting martingale at its best bet).
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
     * @param tolerance ε
     * @param familySize m, pairs judged together
     * @param confidence 1 − α
     * @param alreadyMade replays the interval is based on
     */
    public static ReplaysNeeded toDecide(
            Interval difference,
            double deviation,
            double tolerance,
            int familySize,
            double confidence,
            long alreadyMade) {
        double lowMargin = difference.low() + tolerance;
        double highMargin = difference.high() + tolerance;
        double cost = 2 * Math.log(2 * familySize / (1 - confidence)) * deviation * deviation;
        double farthest = Math.max(Math.abs(lowMargin), Math.abs(highMargin));
        double nearest = Math.min(Math.abs(lowMargin), Math.abs(highMargin));
        boolean straddles = lowMargin <= 0 && highMargin >= 0;
        return new ReplaysNeeded(
                stillNeeded(cost, farthest, alreadyMade),
                straddles ? null : (Long) stillNeeded(cost, nearest, alreadyMade));
    }

    private static long stillNeeded(double cost, double margin, long alreadyMade) {
        return Math.max(1, (long) Math.ceil(cost / (margin * margin)) - alreadyMade);
    }
}
