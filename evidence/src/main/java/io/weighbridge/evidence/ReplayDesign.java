package io.weighbridge.evidence;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * With which probability each call of a finite frame is drawn, with replacement, to be replayed on a candidate:
 * q_i = β/N + (1 − β)·s_i / Σs with s_i = σ̂_i / √c_i, so that draws go where differences spread most for their cost (Neyman 1934,
 * with unequal costs as in Cochran, Sampling Techniques, 5.5). The uniform share β bounds 1/(N q_i) by 1/β whatever σ̂ is worth.
 *
 * <p>σ̂ and c must be known before the night's draws, σ̂ from earlier nights only; then estimates from the draws are unbiased
 * ({@link DesignedReplay}).
 */
public final class ReplayDesign {
    /** β of the designs made here. */
    public static final double UNIFORM_SHARE = 0.5;

    /** Of a draw's increment where the mean prediction is 0: 1/(N q) of a difference is at most 1/β. */
    public static final Interval INCREMENTS = new Interval(-1 / UNIFORM_SHARE, 1 / UNIFORM_SHARE);

    private final double smallestRelative;
    private final double[] relative;
    private final double[] cumulative;

    private ReplayDesign(double smallestRelative, double[] relative) {
        this.smallestRelative = smallestRelative;
        this.relative = relative;
        this.cumulative = relative.clone();
        Arrays.parallelPrefix(cumulative, Double::sum);
    }

    /** Every call alike, for a first night. */
    public static ReplayDesign uniform(int calls) {
        double[] relative = new double[calls];
        Arrays.fill(relative, 1);
        return new ReplayDesign(1, relative);
    }

    /**
     * @param deviations σ̂ of each call's difference, at least 0
     * @param costs of replaying each call, above 0, in any one unit
     * @param uniformShare β in (0, 1]
     */
    public static ReplayDesign of(double[] deviations, double[] costs, double uniformShare) {
        if (!(uniformShare > 0 && uniformShare <= 1)) {
            throw new IllegalArgumentException("uniform share: must be in (0, 1], was " + uniformShare);
        }
        if (deviations.length != costs.length) {
            throw new IllegalArgumentException("deviations and costs: must be of the same calls, were "
                    + deviations.length + " and " + costs.length);
        }
        double[] scores = new double[costs.length];
        double sum = 0;
        for (int call = 0; call < scores.length; call++) {
            if (!(deviations[call] >= 0 && costs[call] > 0 && Double.isFinite(deviations[call] / costs[call]))) {
                throw new IllegalArgumentException("deviation and cost: must be finite, at least 0 and above 0, were "
                        + deviations[call] + " and " + costs[call] + " at call " + call);
            }
            scores[call] = deviations[call] / Math.sqrt(costs[call]);
            sum += scores[call];
        }
        if (sum == 0) {
            return uniform(costs.length);
        }
        double[] relative = new double[scores.length];
        for (int call = 0; call < relative.length; call++) {
            relative[call] = uniformShare + (1 - uniformShare) * scores.length * (scores[call] / sum);
        }
        return new ReplayDesign(uniformShare, relative);
    }

    /** N, the calls of the frame. */
    public int calls() {
        return relative.length;
    }

    /** N·q of a call: 1 if it is drawn as often as the average call. */
    public double relativeProbability(int call) {
        return relative[call];
    }

    /** q of a call; they add up to 1. */
    public double probability(int call) {
        return relative[call] / relative.length;
    }

    /** β: no call's N·q is smaller. */
    public double smallestRelativeProbability() {
        return smallestRelative;
    }

    /** The call that a uniform number in [0, 1) draws. */
    public int call(double uniform) {
        double target = uniform * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, target);
        int call = found >= 0 ? found + 1 : -found - 1;
        return Math.min(call, cumulative.length - 1);
    }

    /**
     * Draws until the cap cannot pay the next one: it is not skipped for a cheaper one, which would make the sample
     * cheap. A call drawn again costs nothing, because its answer is there.
     *
     * @param costs of replaying each call, in the unit of the cap; those in {@code paid} are paid already
     * @param most draws at most
     * @param paid calls whose answers are there; those drawn here are added
     */
    public int[] drawsWithin(double cap, double[] costs, int most, BitSet paid, RandomGenerator random) {
        int[] draws = new int[most];
        double left = cap;
        for (int draw = 0; draw < most; draw++) {
            int call = call(random.nextDouble());
            if (!paid.get(call)) {
                if (costs[call] > left) {
                    return Arrays.copyOf(draws, draw);
                }
                left -= costs[call];
                paid.set(call);
            }
            draws[draw] = call;
        }
        return draws;
    }
}
