package io.weighbridge.evidence;

import java.util.Arrays;

/**
 * Watches whether the loss of a deployed policy has come to exceed what was certified, call by call, for ever.
 *
 * <p>An e-detector (Shin, Ramdas and Rinaldo 2024): M_j ← max(1, M_j) · (1 + λ_j (L − ε)) with bets λ_j = c_j / (ε − ℓ) for a
 * pseudo-loss L ≥ ℓ that is unbiased for the loss; alarm when the mean of M_j reaches A. As long as the loss is at most ε,
 * given the past, an alarm takes A observations on average or longer. Each M_j starts afresh whenever it falls below 1, so
 * that a late jump is found as fast as an early one.
 */
public final class DriftDetector {
    private final double tolerance;
    private final double smallestLoss;
    private final double threshold;
    private final double[] stakes;
    private final double[] wealth;
    private double mean;
    private long observations;

    /**
     * @param tolerance ε, the loss that was certified
     * @param smallestLoss ℓ, below ε: no pseudo-loss can be less, −1/π for a shadow share π of losses in [−1, 1]
     * @param averageRunLength A, observations without a change before an alarm, at least on average; greater than 1
     */
    public DriftDetector(double tolerance, double smallestLoss, double averageRunLength) {
        if (!(smallestLoss < tolerance)) {
            throw new IllegalArgumentException(
                    "smallest loss: must be below the tolerance " + tolerance + ", was " + smallestLoss);
        }
        if (!(averageRunLength > 1)) {
            throw new IllegalArgumentException("average run length: must exceed 1, was " + averageRunLength);
        }
        this.tolerance = tolerance;
        this.smallestLoss = smallestLoss;
        this.threshold = averageRunLength;
        double[] fractions = WealthProcess.fractions();
        stakes = new double[fractions.length];
        wealth = new double[fractions.length];
        for (int bet = 0; bet < stakes.length; bet++) {
            stakes[bet] = fractions[bet] / (tolerance - smallestLoss);
        }
    }

    /**
     * Takes the next pseudo-loss; true from the observation on at which the alarm is raised, until {@link #reset}.
     *
     * @param pseudoLoss of a shadowed call with probability π: loss / π; of another: 0
     */
    public boolean add(double pseudoLoss) {
        if (!(pseudoLoss >= smallestLoss && Double.isFinite(pseudoLoss))) {
            throw new IllegalArgumentException(
                    "pseudo-loss: must be finite and at least " + smallestLoss + ", was " + pseudoLoss);
        }
        observations++;
        if (isAlarmed()) {
            return true;
        }
        double sum = 0;
        for (int bet = 0; bet < stakes.length; bet++) {
            wealth[bet] = Math.max(1, wealth[bet]) * (1 + stakes[bet] * (pseudoLoss - tolerance));
            sum += wealth[bet];
        }
        mean = sum / stakes.length;
        return isAlarmed();
    }

    public boolean isAlarmed() {
        return mean >= threshold;
    }

    /** How far the evidence is: the alarm is raised at the average run length. */
    public double evidence() {
        return mean;
    }

    public long observations() {
        return observations;
    }

    /** Starts afresh, after a new certificate. */
    public void reset() {
        Arrays.fill(wealth, 0);
        mean = 0;
        observations = 0;
    }
}
