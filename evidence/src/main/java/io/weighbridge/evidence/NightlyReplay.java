package io.weighbridge.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replays of the calls of one frame on one candidate, night by night: each night's design and predictions come from
 * earlier nights only, so that every draw's increment has the frame's mean of D = y(k) − y(a) whatever was learned
 * ({@link DesignedReplay}, {@link ReplayDesign}).
 *
 * <p>Where y(a) of every call is known, the candidate's quality is predicted as μ_s + b·y(a), with a mean for each stratum, shrunk
 * towards that of all, and one slope; m = prediction − y(a). Otherwise both models are replayed on the draw and m = 0. Costs are
 * predicted as a power of what is expected of a call, since an expectation that proves worthless must not steer the
 * draws. Not thread-safe.
 */
public final class NightlyReplay {
    /** So many observations' worth of trust in plain differences, and in expected costs. */
    private static final double PRIOR_OBSERVATIONS = 10;

    private static final double PRIOR_VARIANCE = 0.1;

    private final double @Nullable [] incumbentQualities;
    private final int[] strata;
    private final double[] expectedCosts;
    private final List<Answer> answers = new ArrayList<>();
    private final List<DesignedReplay> nights = new ArrayList<>();

    private NightlyReplay(double @Nullable [] incumbentQualities, int[] strata, double[] expectedCosts) {
        if (expectedCosts.length != strata.length
                || (incumbentQualities != null && incumbentQualities.length != strata.length)) {
            throw new IllegalArgumentException("qualities, strata and costs: must be of the same calls");
        }
        this.incumbentQualities = incumbentQualities;
        this.strata = strata;
        this.expectedCosts = expectedCosts;
    }

    /**
     * @param incumbentQualities y(a) of every call, in [0, 1]
     * @param strata number of each call's stratum, from 0: calls that are alike in what is known before the draw, as task, length and y(a)
     * @param expectedCosts of replaying each call, above 0
     */
    public static NightlyReplay of(double[] incumbentQualities, int[] strata, double[] expectedCosts) {
        return new NightlyReplay(incumbentQualities.clone(), strata.clone(), expectedCosts.clone());
    }

    /** Where y(a) is not known: both models are replayed on each draw. */
    public static NightlyReplay ofBothModels(int[] strata, double[] expectedCosts) {
        return new NightlyReplay(null, strata.clone(), expectedCosts.clone());
    }

    /**
     * What one night's draws rest on.
     *
     * @param predictions m of each call
     * @param meanPrediction m̄ over the frame
     * @param deviations σ̂ of each call's difference around its prediction
     */
    public record Night(ReplayDesign design, double[] predictions, double meanPrediction, double[] deviations) {}

    /** One draw with its answer; quality is y(k), or D where y(a) is not known. */
    private record Answer(int call, double quality, double cost, double weight) {}

    /** The next night: uniform without predictions at first, then by what earlier nights have taught. */
    public Night next() {
        return next(false);
    }

    /** The same with every call drawn alike: what a design is compared with. */
    public Night nextUniform() {
        return next(true);
    }

    private Night next(boolean uniform) {
        int calls = strata.length;
        double[] predictions = new double[calls];
        if (answers.isEmpty()) {
            double[] alike = new double[calls];
            Arrays.fill(alike, 1);
            return new Night(ReplayDesign.uniform(calls), predictions, 0, alike);
        }
        double slope = slope();
        ShrunkenMoments moments = moments(slope);
        double elasticity = costElasticity();
        double[] deviations = new double[calls];
        double[] costs = new double[calls];
        double sum = 0;
        for (int call = 0; call < calls; call++) {
            deviations[call] = moments.deviation(strata[call]);
            costs[call] = StrictMath.pow(expectedCosts[call], elasticity);
            if (incumbentQualities != null) {
                double known = incumbentQualities[call];
                predictions[call] = Math.min(1, Math.max(0, moments.mean(strata[call]) + slope * known)) - known;
            }
            sum += predictions[call];
        }
        ReplayDesign design =
                uniform ? ReplayDesign.uniform(calls) : ReplayDesign.of(deviations, costs, ReplayDesign.UNIFORM_SHARE);
        return new Night(design, predictions, sum / calls, deviations);
    }

    /**
     * @param night which {@link #next} gave since the last night was added
     * @param draws calls in the order drawn
     * @param differences D of each draw
     * @param costs of each draw's answer, as if it had been paid on that draw; in the unit of the expected ones
     */
    public void add(Night night, int[] draws, double[] differences, double[] costs) {
        double[] predictions = new double[draws.length];
        double[] relative = new double[draws.length];
        for (int i = 0; i < draws.length; i++) {
            predictions[i] = night.predictions()[draws[i]];
            relative[i] = night.design().relativeProbability(draws[i]);
        }
        nights.add(DesignedReplay.withPredictions(
                differences,
                predictions,
                night.meanPrediction(),
                relative,
                night.design().smallestRelativeProbability()));
        for (int i = 0; i < draws.length; i++) {
            learn(draws[i], differences[i], costs[i], relative[i]);
        }
    }

    /**
     * Takes an answer of an earlier night for what later nights are learned from, not for the evidence.
     *
     * @param relativeProbability N·q of the draw that bought it
     */
    public void learn(int call, double difference, double cost, double relativeProbability) {
        answers.add(new Answer(call, difference + known(call), cost, 1 / relativeProbability));
    }

    /** All nights so far, at least one. */
    public DesignedReplay evidence() {
        return DesignedReplay.overNights(nights);
    }

    private double known(int call) {
        return incumbentQualities == null ? 0 : incumbentQualities[call];
    }

    private ShrunkenMoments moments(double slope) {
        int highest = Arrays.stream(strata).max().orElse(0);
        ShrunkenMoments moments = new ShrunkenMoments(highest + 1);
        for (Answer answer : answers) {
            moments.add(strata[answer.call()], answer.quality() - slope * known(answer.call()), answer.weight());
        }
        return moments;
    }

    /** b in [0, 1], by weighted least squares shrunk towards 1, at which the prediction of every D is the same and does nothing. */
    private double slope() {
        double weights = 0;
        double known = 0;
        double quality = 0;
        for (Answer answer : answers) {
            weights += answer.weight();
            known += answer.weight() * known(answer.call());
            quality += answer.weight() * answer.quality();
        }
        double covariance = 0;
        double variance = 0;
        for (Answer answer : answers) {
            double centred = known(answer.call()) - known / weights;
            covariance += answer.weight() * centred * (answer.quality() - quality / weights);
            variance += answer.weight() * centred * centred;
        }
        double trust = PRIOR_OBSERVATIONS * PRIOR_VARIANCE;
        return Math.min(1, Math.max(0, (covariance + trust) / (variance + trust)));
    }

    /** In [0, 1]: costs go with this power of the expected ones. */
    private double costElasticity() {
        double expected = 0;
        double paid = 0;
        for (Answer answer : answers) {
            expected += StrictMath.log(expectedCosts[answer.call()]);
            paid += StrictMath.log(Math.max(answer.cost(), Double.MIN_NORMAL));
        }
        double covariance = 0;
        double variance = 0;
        for (Answer answer : answers) {
            double centred = StrictMath.log(expectedCosts[answer.call()]) - expected / answers.size();
            double paidCentred = StrictMath.log(Math.max(answer.cost(), Double.MIN_NORMAL)) - paid / answers.size();
            covariance += centred * paidCentred;
            variance += centred * centred;
        }
        double trust = PRIOR_OBSERVATIONS * variance / answers.size();
        return variance > 1e-12 ? Math.min(1, Math.max(0, (covariance + trust) / (variance + trust))) : 1;
    }
}
