package io.weighbridge.evidence;

import io.weighbridge.evidence.IntervalEstimate.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The mean difference between a candidate k and an incumbent a, from a log in which the router chose at random with recorded
 * propensities.
 *
 * <p>Augmented inverse-propensity weighting (Robins, Rotnitzky and Zhao 1994): each call contributes
 * φ = m_k − m_a + 1{A=k}(y − m_k)/e_k − 1{A=a}(y − m_a)/e_a, whose mean is the mean of y(k) − y(a) whatever the predictions m, as
 * long as they were made without this call's outcome. The action is the one that was drawn, never the fallback that
 * served. Calls on which either propensity is below e_min say nothing and are left out; their share s of all calls can lie
 * anywhere in [−1, 1], so the interval over all calls is (1 − s) · interval ± s. Valid for sequences as well (Waudby-Smith,
 * Wu, Ramdas, Karampatziakis and Mineiro 2022), since |φ| ≤ 1 + 1/e_min.
 */
public final class LoggedRandomisation {
    /** Fewer calls' worth of answers of either model support no interval (Kish's effective sample size). */
    public static final double SMALLEST_EFFECTIVE_SIZE = 100;

    private static final Interval DIFFERENCES = new Interval(-1, 1);

    private final List<Call> counted;
    private final Clustering clustering;
    private final double smallestPropensity;
    private final double excludedShare;

    private LoggedRandomisation(
            List<Call> counted, Clustering clustering, double smallestPropensity, double excludedShare) {
        this.counted = counted;
        this.clustering = clustering;
        this.smallestPropensity = smallestPropensity;
        this.excludedShare = excludedShare;
    }

    /** Which of the two models was drawn for a call. */
    public enum Action {
        CANDIDATE,
        INCUMBENT,
        OTHER
    }

    /**
     * One call of the log.
     *
     * @param action what the router drew
     * @param quality of the answer, in [0, 1]; null if the action was another model
     * @param candidatePropensity e_k, the probability of drawing the candidate given what was known
     * @param incumbentPropensity e_a
     * @param candidatePrediction m_k, in [0, 1], made without this call's quality
     * @param incumbentPrediction m_a
     */
    public record Call(
            Action action,
            @Nullable Double quality,
            double candidatePropensity,
            double incumbentPropensity,
            double candidatePrediction,
            double incumbentPrediction) {
        private static final Interval UNIT = new Interval(0, 1);

        public Call {
            if ((action == Action.OTHER) != (quality == null)) {
                throw new IllegalArgumentException("quality: must be known exactly where one of both models was drawn");
            }
            for (double value : new double[] {
                quality == null ? 0 : quality,
                candidatePropensity,
                incumbentPropensity,
                candidatePrediction,
                incumbentPrediction
            }) {
                if (!UNIT.contains(value)) {
                    throw new IllegalArgumentException(
                            "quality, propensities and predictions: must be in [0, 1], was " + value);
                }
            }
            if (candidatePropensity + incumbentPropensity > 1 + 1e-9) {
                throw new IllegalArgumentException("propensities: must add up to at most 1, were " + candidatePropensity
                        + " and " + incumbentPropensity);
            }
        }

        private double weightOf(Action arm) {
            return action != arm ? 0 : 1 / (arm == Action.CANDIDATE ? candidatePropensity : incumbentPropensity);
        }

        private double qualityOrZero() {
            return quality == null ? 0 : quality;
        }

        private double influence() {
            return candidatePrediction
                    - incumbentPrediction
                    + weightOf(Action.CANDIDATE) * (qualityOrZero() - candidatePrediction)
                    - weightOf(Action.INCUMBENT) * (qualityOrZero() - incumbentPrediction);
        }
    }

    /**
     * @param calls in the order of the log
     * @param clustering of these calls
     * @param smallestPropensity e_min, in (0, 0.5], declared before the data
     */
    public static LoggedRandomisation of(List<Call> calls, Clustering clustering, double smallestPropensity) {
        if (!(smallestPropensity > 0 && smallestPropensity <= 0.5)) {
            throw new IllegalArgumentException("smallest propensity: must be in (0, 0.5], was " + smallestPropensity);
        }
        if (calls.size() != clustering.units()) {
            throw new IllegalArgumentException(
                    "clustering: must have " + calls.size() + " units, had " + clustering.units());
        }
        int[] overlapping = IntStream.range(0, calls.size())
                .filter(i -> Math.min(
                                calls.get(i).candidatePropensity(), calls.get(i).incumbentPropensity())
                        >= smallestPropensity)
                .toArray();
        double excluded = calls.isEmpty() ? 0 : 1 - overlapping.length / (double) calls.size();
        return new LoggedRandomisation(
                Arrays.stream(overlapping).mapToObj(calls::get).toList(),
                clustering.restrictedTo(overlapping),
                smallestPropensity,
                excluded);
    }

    /** s, the share of calls without overlap. */
    public double excludedShare() {
        return excludedShare;
    }

    /** Calls' worth of answers of the model with fewer of them; 0 if it has none. */
    public double effectiveSampleSize() {
        return Math.min(effectiveSampleSize(Action.CANDIDATE), effectiveSampleSize(Action.INCUMBENT));
    }

    private double effectiveSampleSize(Action arm) {
        double[] weights = values(call -> call.weightOf(arm));
        return Arrays.stream(weights).anyMatch(weight -> weight > 0) ? Kish.effectiveSampleSize(weights) : 0;
    }

    /** The mean difference on the calls with overlap, with a cluster-robust t interval, for one look fixed in advance. */
    public IntervalEstimate fixedLook(double confidence) {
        double effective = effectiveSampleSize();
        if (effective < SMALLEST_EFFECTIVE_SIZE) {
            return new Refused("%.0f calls' worth of answers, at least %.0f are needed"
                    .formatted(effective, SMALLEST_EFFECTIVE_SIZE));
        }
        return PairedDifference.of(influences(), clustering, confidence);
    }

    /** An interval of the mean difference on the calls with overlap, widened to hold for all calls. */
    public Interval overAllCalls(Interval counted) {
        double share = 1 - excludedShare;
        return new Interval(share * counted.low() - excludedShare, share * counted.high() + excludedShare)
                .clippedTo(DIFFERENCES);
    }

    /**
     * The betting engine on cluster means of φ, valid at every look at once; its target is the mean per cluster of the calls
     * with overlap.
     *
     * @param salt decides the order of the clusters; empty keeps the order of the log, for independent calls
     */
    public BettingInference anytime(String salt) {
        double bound = 1 + 1 / smallestPropensity;
        double[] increments =
                salt.isEmpty() ? clustering.means(influences()) : clustering.meansInHashedOrder(influences(), salt);
        return new BettingInference(new Interval(-bound, bound), increments);
    }

    /** Inverse-propensity weighting without predictions, shown beside the estimate: mean of w_k y − w_a y. */
    public double inversePropensityWeighting() {
        return mean(call -> (call.weightOf(Action.CANDIDATE) - call.weightOf(Action.INCUMBENT)) * call.qualityOrZero());
    }

    /** Its self-normalised form (Hájek): less spread, a little bias; never used in a sequence. */
    public double selfNormalised() {
        return weightedMean(Action.CANDIDATE) - weightedMean(Action.INCUMBENT);
    }

    private double weightedMean(Action arm) {
        return mean(call -> call.weightOf(arm) * call.qualityOrZero()) / mean(call -> call.weightOf(arm));
    }

    private double[] influences() {
        return values(Call::influence);
    }

    private double mean(ToDoubleFunction<Call> value) {
        return Arrays.stream(values(value)).sum() / counted.size();
    }

    private double[] values(ToDoubleFunction<Call> value) {
        return counted.stream().mapToDouble(value).toArray();
    }
}
