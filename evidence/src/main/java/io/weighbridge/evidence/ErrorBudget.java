package io.weighbridge.evidence;

/**
 * How one probability of error is spent over statements that are not known in number beforehand: candidates that come
 * later, re-uses of a certification set, windows. The j-th gets α·2⁻ʲ, so that all together have at most α (union bound).
 */
public final class ErrorBudget {
    private ErrorBudget() {}

    /**
     * @param error α, of all together
     * @param statement j, from 1
     */
    public static double share(double error, int statement) {
        if (!(error > 0 && error < 1)) {
            throw new IllegalArgumentException("error: must be in (0, 1), was " + error);
        }
        if (statement < 1) {
            throw new IllegalArgumentException("statement: must be at least 1, was " + statement);
        }
        return error * StrictMath.pow(0.5, statement);
    }

    /**
     * The w-th window's share of an error over windows that come without end: α / (w (w + 1)), which adds up to α. It falls
     * slowly enough that the sixtieth window needs about four times the data of the first, and not twenty.
     *
     * @param error α, of all windows together
     * @param window w, from 1
     */
    public static double shareOfWindow(double error, int window) {
        if (!(error > 0 && error < 1)) {
            throw new IllegalArgumentException("error: must be in (0, 1), was " + error);
        }
        if (window < 1) {
            throw new IllegalArgumentException("window: must be at least 1, was " + window);
        }
        return error / (window * (window + 1.0));
    }
}
