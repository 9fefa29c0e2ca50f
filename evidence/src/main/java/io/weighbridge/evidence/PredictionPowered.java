package io.weighbridge.evidence;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.IntervalEstimate.Refused;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of a quantity that a judge model scored on every item and people scored on a probability sample (gold).
 *
 * <p>PPI++ (Angelopoulos, Duchi and Zrnic 2023; Zrnic and Candès 2024): θ̂ = λ·j̄_all + mean over gold of (y − λ·j), with λ = S_yj / S_j²
 * clipped to [0, 1], so that a useless judge is worth nothing and a biased one biases nothing. The mean over gold weights each
 * item by 1/π, the probability with which it was to become gold, and λ is fitted on the other half of the items
 * (cross-fitting, by odd and even position). Gold must be drawn at random with the recorded π and never be used to tune the judge; a sample whose
 * judge scores, in the mean or in groups of like scores, could not have come about so is refused. Values are in the unit of the scores, [−1, 1] for differences.
 */
public final class PredictionPowered {
    /** Fewer gold items support no interval. */
    public static final int FEWEST_GOLD = 50;

    /** So many standard errors apart the judge's means of gold and of all items are no accident (6 in 100,000). */
    private static final double MOST_STANDARD_ERRORS = 4;

    /** The same for the share of gold among items of like scores, of which there are up to ten groups. */
    private static final double MOST_STANDARD_ERRORS_OF_A_GROUP = 5;

    private static final int GROUPS = 10;
    private static final double FEWEST_EXPECTED_IN_GROUP = 5;

    private final double[] judged;
    private final double[] gold;
    private final double[] probabilities;
    /** λ of the items at even and at odd positions. */
    private final double[] slopes;

    private final double[] residuals;
    private final double residualMean;
    private final double[] influence;
    private final double mean;

    private PredictionPowered(double[] judged, double[] gold, double[] probabilities) {
        this.judged = judged;
        this.gold = gold;
        this.probabilities = probabilities;
        this.slopes = new double[] {slope(1), slope(0)};
        this.residuals = residuals();
        this.residualMean = residualMean();
        this.influence = influence();
        this.mean = Arrays.stream(influence).sum() / judged.length;
    }

    /**
     * @param judged the judge's score of every item
     * @param gold the true score of the gold items, NaN elsewhere
     * @param probabilities π of every item, in (0, 1]: with which it was to become gold, independently of the others
     */
    public static PredictionPowered of(double[] judged, double[] gold, double[] probabilities) {
        if (judged.length != gold.length || judged.length != probabilities.length) {
            throw new IllegalArgumentException("judged, gold and probabilities: must be of one length, were "
                    + judged.length + ", " + gold.length + " and " + probabilities.length);
        }
        for (double probability : probabilities) {
            if (!(probability > 0 && probability <= 1)) {
                throw new IllegalArgumentException("probability: must be in (0, 1], was " + probability);
            }
        }
        return new PredictionPowered(judged.clone(), gold.clone(), probabilities.clone());
    }

    /** How many items are gold. */
    public int goldItems() {
        return (int) IntStream.range(0, gold.length).filter(this::isGold).count();
    }

    /** The mean over exactly these items, whose only randomness is the draw of the gold. */
    public IntervalEstimate ofTheseItems(double confidence) {
        double variance = 0;
        for (int i = 0; i < gold.length; i++) {
            if (isGold(i)) {
                double spread = (residuals[i] - residualMean) / probabilities[i];
                variance += (1 - probabilities[i]) * spread * spread;
            }
        }
        double items = gold.length;
        double degrees = goldItems() - 1.0;
        return estimate(variance * goldItems() / degrees / (items * items), goldItems(), degrees, confidence);
    }

    /** The mean over future items of the same kind, with a cluster-robust interval. */
    public IntervalEstimate ofFutureItems(Clustering clustering, double confidence) {
        double[] sums = clustering.sums(influence);
        double squares = 0;
        for (int g = 0; g < sums.length; g++) {
            double residual = sums[g] - mean * clustering.sizeOf(g);
            squares += residual * residual;
        }
        int clusters = sums.length;
        if (clusters < PairedDifference.FEWEST_CLUSTERS) {
            return new Refused(clusters + " clusters, at least " + PairedDifference.FEWEST_CLUSTERS + " are needed");
        }
        double variance = squares * clusters / (clusters - 1.0) / ((double) gold.length * gold.length);
        return estimate(variance, clusters, Math.min(clusters, goldItems()) - 1.0, confidence);
    }

    private IntervalEstimate estimate(double variance, int clusters, double degrees, double confidence) {
        if (goldItems() < FEWEST_GOLD) {
            return new Refused(goldItems() + " gold items, at least " + FEWEST_GOLD + " are needed");
        }
        double apart = goldApart();
        if (apart > MOST_STANDARD_ERRORS) {
            return new Refused(
                    "the judge's scores of the gold are %.1f standard errors from those of all items: it was not drawn"
                                    .formatted(apart)
                            + " with the recorded probabilities");
        }
        double[] group = unlikeliestGroup();
        if (group[0] > MOST_STANDARD_ERRORS_OF_A_GROUP) {
            return new Refused(
                    "the gold among items of judge's scores from %s to %s is %.1f standard errors from what was to be drawn"
                                    .formatted(group[1], group[2], group[0])
                            + " with the recorded probabilities");
        }
        if (!(variance > 1e-24)) {
            return new Refused("gold and judge leave no spread to estimate from");
        }
        double error = Math.sqrt(variance);
        double half = TDistribution.of(degrees).inverseSurvivalProbability((1 - confidence) / 2) * error;
        return new Estimate(mean, new Interval(mean - half, mean + half), error, degrees, gold.length, clusters);
    }

    /** Standard errors between the weighted mean of the gold's judge scores and the mean of all. */
    private double goldApart() {
        double all = Arrays.stream(judged).sum() / judged.length;
        double difference = 0;
        double variance = 0;
        for (int i = 0; i < judged.length; i++) {
            if (isGold(i)) {
                double centred = (judged[i] - all) / probabilities[i];
                difference += centred;
                variance += (1 - probabilities[i]) * centred * centred;
            }
        }
        return variance == 0 ? 0 : Math.abs(difference) / Math.sqrt(variance);
    }

    /** Of groups of like judge's scores: most standard errors between gold and expected gold, and that group's range. */
    private double[] unlikeliestGroup() {
        int[] byScore = IntStream.range(0, judged.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> judged[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double perGroup =
                Math.max(FEWEST_EXPECTED_IN_GROUP, Arrays.stream(probabilities).sum() / GROUPS);
        double[] unlikeliest = {0, 0, 0};
        double expected = 0;
        double variance = 0;
        double found = 0;
        int first = 0;
        for (int at = 0; at < byScore.length; at++) {
            double probability = probabilities[byScore[at]];
            expected += probability;
            variance += probability * (1 - probability);
            found += isGold(byScore[at]) ? 1 : 0;
            double score = judged[byScore[at]];
            boolean isLastOfScore = at + 1 == byScore.length || judged[byScore[at + 1]] != score;
            if (isLastOfScore && expected >= perGroup) {
                double apart = variance == 0 ? 0 : Math.abs(found - expected) / Math.sqrt(variance);
                if (apart > unlikeliest[0]) {
                    unlikeliest = new double[] {apart, judged[byScore[first]], score};
                }
                expected = 0;
                variance = 0;
                found = 0;
                first = at + 1;
            }
        }
        return unlikeliest;
    }

    private double[] residuals() {
        double[] residuals = new double[gold.length];
        for (int i = 0; i < gold.length; i++) {
            residuals[i] = isGold(i) ? gold[i] - slopes[i % 2] * judged[i] : 0;
        }
        return residuals;
    }

    private double residualMean() {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < gold.length; i++) {
            if (isGold(i)) {
                sum += residuals[i] / probabilities[i];
                weights += 1 / probabilities[i];
            }
        }
        return weights == 0 ? 0 : sum / weights;
    }

    /** ψ of each item: its mean is the estimate, and its spread over clusters is the estimate's. */
    private double[] influence() {
        double[] influence = new double[gold.length];
        for (int i = 0; i < gold.length; i++) {
            influence[i] = slopes[i % 2] * judged[i]
                    + residualMean
                    + (isGold(i) ? (residuals[i] - residualMean) / probabilities[i] : 0);
        }
        return influence;
    }

    /** λ from the gold among the items with this remainder modulo 2: S_yj / S_j², each weighted by 1/π. */
    private double slope(int remainder) {
        double weights = 0;
        double meanGold = 0;
        double meanJudged = 0;
        for (int i = remainder; i < gold.length; i += 2) {
            if (isGold(i)) {
                weights += 1 / probabilities[i];
                meanGold += gold[i] / probabilities[i];
                meanJudged += judged[i] / probabilities[i];
            }
        }
        double covariance = 0;
        double variance = 0;
        for (int i = remainder; i < gold.length; i += 2) {
            if (isGold(i)) {
                double centred = judged[i] - meanJudged / weights;
                covariance += (gold[i] - meanGold / weights) * centred / probabilities[i];
                variance += centred * centred / probabilities[i];
            }
        }
        return variance > 0 ? Math.min(1, Math.max(0, covariance / variance)) : 0;
    }

    private boolean isGold(int item) {
        return !Double.isNaN(gold[item]);
    }
}
