package io.weighbridge.evidence;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.IntervalEstimate.Refused;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean over a finite frame of N calls, from draws with replacement at known probabilities.
 *
 * <p>Hansen and Hurwitz (Annals of Mathematical Statistics 1943): each draw I contributes Z = m̄ + (D_I − m_I) / (N q_I), whose
 * mean is the frame's mean of D whatever the predictions m, which only reduce the spread (difference estimator; Shekhar et
 * al. 2023 for sequential use). Draws are independent, so neither clusters nor a finite-population correction enter. The
 * target is the frame's mean, in the unit of D; nothing is said about other calls.
 */
public final class DesignedReplay {
    /** Fewer draws support no interval. */
    public static final int FEWEST_DRAWS = 10;

    private static final double ROUNDING = 1e-9;

    private final Interval range;
    private final double[] increments;

    private DesignedReplay(Interval range, double[] increments) {
        this.range = range;
        this.increments = increments;
    }

    /**
     * Draws without predictions, Z = D / (N q).
     *
     * @param values D of each draw, in draw order; a repeated draw repeats its value
     * @param valueRange range of every possible D, [−1, 1] for differences of qualities
     * @param relativeProbabilities N q of each draw: 1 for a uniform draw
     * @param smallestRelativeProbability β, the smallest N q of any call of the frame, known from the design
     */
    public static DesignedReplay of(
            double[] values, Interval valueRange, double[] relativeProbabilities, double smallestRelativeProbability) {
        double[] zeros = new double[values.length];
        Interval range = scaled(valueRange, smallestRelativeProbability);
        return new DesignedReplay(
                range, increments(values, zeros, 0, valueRange, relativeProbabilities, smallestRelativeProbability));
    }

    /**
     * Draws of quality differences with predictions, Z = m̄ + (D − m) / (N q), in m̄ ± 1/β: m̄ is known before the draws.
     *
     * @param differences D = y(k) − y(a) of each draw, in draw order
     * @param predictions m of each draw, made from earlier nights only and clipped to [−y(a), 1 − y(a)]
     * @param frameMeanPrediction m̄, the mean of m over the whole frame
     */
    public static DesignedReplay withPredictions(
            double[] differences,
            double[] predictions,
            double frameMeanPrediction,
            double[] relativeProbabilities,
            double smallestRelativeProbability) {
        return withPredictions(
                differences, predictions, frameMeanPrediction, relativeProbabilities, smallestRelativeProbability, 1);
    }

    /**
     * As {@link #withPredictions(double[], double[], double, double[], double)} where neither quality was known to whoever
     * predicted, so that m is not clipped: Z in m̄ ± r/β.
     *
     * @param greatestResidual r, the largest |D − m| that is possible, in [1, 2]
     */
    public static DesignedReplay withPredictions(
            double[] differences,
            double[] predictions,
            double frameMeanPrediction,
            double[] relativeProbabilities,
            double smallestRelativeProbability,
            double greatestResidual) {
        Interval residualRange = new Interval(-greatestResidual, greatestResidual);
        double reach = greatestResidual / smallestRelativeProbability;
        return new DesignedReplay(
                new Interval(frameMeanPrediction - reach, frameMeanPrediction + reach),
                increments(
                        differences,
                        predictions,
                        frameMeanPrediction,
                        residualRange,
                        relativeProbabilities,
                        smallestRelativeProbability));
    }

    /**
     * Draws from several frames that together make up the population, as one replay: each round takes an equal block of
     * draws from every frame, R = Σ_f (N_f / N) · mean of the block's Z, so that rounds are independent with the
     * population's mean. As many rounds as the frame with the fewest draws has; draws left over are not used.
     *
     * @param replays one per frame
     * @param frameSizes N_f of each
     */
    public static DesignedReplay inRounds(List<DesignedReplay> replays, long[] frameSizes) {
        if (replays.size() == 1) {
            return replays.get(0);
        }
        int rounds = replays.stream()
                .mapToInt(replay -> replay.increments.length)
                .min()
                .orElse(0);
        double population = Arrays.stream(frameSizes).sum();
        double[] combined = new double[rounds];
        double low = 0;
        double high = 0;
        for (int frame = 0; frame < frameSizes.length; frame++) {
            DesignedReplay replay = replays.get(frame);
            double share = frameSizes[frame] / population;
            low += share * replay.range.low();
            high += share * replay.range.high();
            for (int round = 0; round < rounds; round++) {
                combined[round] += share * replay.blockMean(round, replay.increments.length / rounds);
            }
        }
        return new DesignedReplay(new Interval(low, high), combined);
    }

    /**
     * Nights of draws from one frame, each with its own design and predictions, as one sequence: every increment has the
     * frame's mean, whatever earlier nights have taught.
     *
     * @param nights in the order in which they were drawn
     */
    public static DesignedReplay overNights(List<DesignedReplay> nights) {
        double low =
                nights.stream().mapToDouble(night -> night.range.low()).min().orElseThrow();
        double high =
                nights.stream().mapToDouble(night -> night.range.high()).max().orElseThrow();
        double[] increments = nights.stream()
                .flatMapToDouble(night -> Arrays.stream(night.increments))
                .toArray();
        return new DesignedReplay(new Interval(low, high), increments);
    }

    private double blockMean(int block, int size) {
        double sum = 0;
        for (int draw = block * size; draw < (block + 1) * size; draw++) {
            sum += increments[draw];
        }
        return sum / size;
    }

    /** Z of each draw, in draw order. */
    public double[] increments() {
        return increments.clone();
    }

    /** Range that holds every possible Z. */
    public Interval range() {
        return range;
    }

    /** Mean of Z with a t interval, for one look fixed in advance. */
    public IntervalEstimate fixedLook(double confidence) {
        int draws = increments.length;
        if (draws < FEWEST_DRAWS) {
            return new Refused(draws + " draws, at least " + FEWEST_DRAWS + " are needed");
        }
        double mean = Arrays.stream(increments).sum() / draws;
        double squares =
                Arrays.stream(increments).map(z -> (z - mean) * (z - mean)).sum();
        double error = Math.sqrt(squares / (draws - 1.0) / draws);
        if (!(error > 1e-12)) {
            return new Refused("all draws agree exactly, so that there is no spread to estimate from");
        }
        double half = TDistribution.of(draws - 1.0).inverseSurvivalProbability((1 - confidence) / 2) * error;
        return new Estimate(mean, new Interval(mean - half, mean + half), error, draws - 1.0, draws, draws);
    }

    /** The betting engine on Z, valid at every look at once. */
    public BettingInference anytime() {
        return new BettingInference(range, increments);
    }

    private static double[] increments(
            double[] values,
            double[] predictions,
            double frameMeanPrediction,
            Interval residualRange,
            double[] relativeProbabilities,
            double smallestRelativeProbability) {
        if (!(smallestRelativeProbability > 0 && smallestRelativeProbability <= 1 + ROUNDING)) {
            throw new IllegalArgumentException("smallest N·q: must be in (0, 1], was " + smallestRelativeProbability);
        }
        double[] increments = new double[values.length];
        for (int draw = 0; draw < values.length; draw++) {
            double relative = relativeProbabilities[draw];
            if (!(relative >= smallestRelativeProbability * (1 - ROUNDING))) {
                throw new IllegalArgumentException("N·q: must be at least the declared " + smallestRelativeProbability
                        + ", was " + relative + " at draw " + draw);
            }
            double residual = values[draw] - predictions[draw];
            BettingInference.requireInside(residualRange, residual);
            increments[draw] = frameMeanPrediction + residual / Math.max(relative, smallestRelativeProbability);
        }
        return increments;
    }

    private static Interval scaled(Interval valueRange, double smallestRelativeProbability) {
        double low = Math.min(0, valueRange.low()) / smallestRelativeProbability;
        double high = Math.max(0, valueRange.high()) / smallestRelativeProbability;
        return new Interval(low, high);
    }
}
