package io.weighbridge.evidence;

import java.util.Arrays;

/**
 * The wealth of a gambler who bets against one value of a mean: a non-negative supermartingale that starts at 1, so that
 * it ever reaches 1/α with probability at most α if the value is right (Ville's inequality).
 *
 * <p>Wealth is the even mixture over J = 24 fixed bets, {@code K_t(m) = J⁻¹ Σ_j Π_i (1 + λ_j (X_i − m))} with
 * {@code λ_j = c_j / r} and c_j log-spaced in [0.005, 0.9] (Waudby-Smith and Ramdas, JRSS-B 2024, sections 4 and 5; fixed
 * bets rather than predictable ones, so that wealth merges). The risk r is how far an increment can fall on the losing side
 * of m, m − ℓ or u − m for increments in [ℓ, u]: no bet can lose more than 0.9 of its wealth, and none is smaller than it
 * need be, as it would be with u − ℓ. Wealth stays monotone in m. Assumes increments whose conditional mean given the past
 * is constant.
 *
 * <p>Products are kept as logarithms, folded in every 64 increments; wealth above e^600 is held at about e^600, which only
 * understates evidence.
 */
final class WealthProcess {
    private static final int BETS = 24;
    /** Of what could be lost, staked by the boldest bet. */
    static final double LARGEST_FRACTION = 0.9;

    private static final double[] FRACTIONS = logSpaced(0.005, LARGEST_FRACTION);
    private static final int INCREMENTS_PER_FOLD = 64;
    private static final double LARGEST_LOG_WEALTH = 600;
    /** Of the range's width; at its very end nothing could be lost, and a bet has to stay finite. */
    private static final double SMALLEST_RISK = 1e-3;

    private final double mean;
    private final double[] stakes = new double[BETS];
    private final double[] logWealth = new double[BETS];
    private final double[] foldedShare = new double[BETS];
    private final double[] product = new double[BETS];
    private int unfolded;
    private double wealth = 1;
    private double largestWealth = 1;

    private WealthProcess(double mean, double signedRisk) {
        this.mean = mean;
        for (int bet = 0; bet < BETS; bet++) {
            stakes[bet] = FRACTIONS[bet] / signedRisk;
        }
        Arrays.fill(foldedShare, 1.0 / BETS);
        Arrays.fill(product, 1);
    }

    /** Grows if the mean is greater than {@code mean}: evidence against "mean ≤ {@code mean}". */
    static WealthProcess againstAtMost(double mean, Interval range) {
        return new WealthProcess(mean, Math.max(mean - range.low(), SMALLEST_RISK * range.width()));
    }

    /** Grows if the mean is less than {@code mean}: evidence against "mean ≥ {@code mean}". */
    static WealthProcess againstAtLeast(double mean, Interval range) {
        return new WealthProcess(mean, -Math.max(range.high() - mean, SMALLEST_RISK * range.width()));
    }

    /** c_j, the fractions of what could be lost that are staked. */
    static double[] fractions() {
        return FRACTIONS.clone();
    }

    void add(double increment) {
        double gain = increment - mean;
        double sum = 0;
        for (int bet = 0; bet < BETS; bet++) {
            double grown = product[bet] * (1 + stakes[bet] * gain);
            product[bet] = grown;
            sum += foldedShare[bet] * grown;
        }
        wealth = sum;
        largestWealth = Math.max(largestWealth, sum);
        if (++unfolded == INCREMENTS_PER_FOLD) {
            fold();
        }
    }

    /**
     * Appends a later process of the same value and range. Wealth is exact; the maximum is taken over this process's times
     * and the end of the later one, because the path within the later one is not kept: never too large.
     */
    void append(WealthProcess later) {
        later.fold();
        fold();
        for (int bet = 0; bet < BETS; bet++) {
            logWealth[bet] += later.logWealth[bet];
        }
        refreshShares();
        wealth = Arrays.stream(foldedShare).sum();
        largestWealth = Math.max(largestWealth, wealth);
    }

    /** Wealth now. */
    double wealth() {
        return wealth;
    }

    /** Largest wealth at any time so far. */
    double largestWealth() {
        return largestWealth;
    }

    /** 1 / largest wealth: at most p with probability at most p, at every time at once, if the value is right. */
    double anytimePValue() {
        return 1 / largestWealth;
    }

    private void fold() {
        for (int bet = 0; bet < BETS; bet++) {
            logWealth[bet] += StrictMath.log(product[bet]);
        }
        Arrays.fill(product, 1);
        unfolded = 0;
        refreshShares();
    }

    private void refreshShares() {
        for (int bet = 0; bet < BETS; bet++) {
            foldedShare[bet] = StrictMath.exp(Math.min(logWealth[bet], LARGEST_LOG_WEALTH)) / BETS;
        }
    }

    private static double[] logSpaced(double first, double last) {
        double[] points = new double[BETS];
        double ratio = StrictMath.log(last / first) / (BETS - 1);
        for (int bet = 0; bet < BETS; bet++) {
            points[bet] = first * StrictMath.exp(bet * ratio);
        }
        points[BETS - 1] = last;
        return points;
    }
}
