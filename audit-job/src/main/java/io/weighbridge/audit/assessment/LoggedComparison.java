package io.weighbridge.audit.assessment;

import io.weighbridge.audit.assessment.OutcomeUnit.Drawn;
import io.weighbridge.audit.assessment.OutcomeUnit.UnitCall;
import io.weighbridge.audit.assessment.PairEvidence.Sample;
import io.weighbridge.evidence.BettingInference;
import io.weighbridge.evidence.Clustering;
import io.weighbridge.evidence.FamilyVerdicts.PValues;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.IntervalEstimate;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.LoggedRandomisation;
import io.weighbridge.evidence.LoggedRandomisation.Action;
import io.weighbridge.evidence.LoggedRandomisation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares two models on calls that a router sent to one of them at random, with recorded propensities
 * ({@link LoggedRandomisation}). The action is what was drawn, whatever fallback served. Calls whose router could not have drawn both with at
 * least 0.01 say nothing: their share of all calls with a label can lie anywhere.
 *
 * <p>A log holds the propensity of the model that was drawn. The others' are taken to be no less than if all but the
 * preferred one were explored alike, as this project's routers do; weights use only the recorded one.
 */
final class LoggedComparison {
    private static final double SMALLEST_PROPENSITY = 0.01;

    /**
     * Predictions of a sequence must come from its past; those of the other fold would not, so that it has none.
     */
    private static final double[][] NOTHING_KNOWN = {{0.5, 0.5}, {0.5, 0.5}};

    private static final Interval QUALITY_DIFFERENCES = new Interval(-1, 1);

    private final AuditOptions options;

    LoggedComparison(AuditOptions options) {
        this.options = options;
    }

    private record Look(OutcomeUnit unit, Drawn drawn, Answer answer) {}

    /** Empty where the log has too little randomness for an interval. */
    Optional<PairEvidence> compare(List<OutcomeUnit> units, String incumbent, String candidate) {
        List<Look> looks = looks(units);
        if (looks.isEmpty()) {
            return Optional.empty();
        }
        double[][] crossFitted = {crossFittedMeans(looks, candidate), crossFittedMeans(looks, incumbent)};
        LoggedRandomisation fixedLook = randomisation(looks, incumbent, candidate, crossFitted);
        LoggedRandomisation sequence = randomisation(looks, incumbent, candidate, NOTHING_KNOWN);
        return fixedLook.fixedLook(options.confidence()) instanceof Estimate estimate
                ? Optional.of(evidence(fixedLook, estimate, sequence, looks.size()))
                : Optional.empty();
    }

    /** @param means by candidate and incumbent, then fold */
    private static LoggedRandomisation randomisation(
            List<Look> looks, String incumbent, String candidate, double[][] means) {
        List<Call> calls = new ArrayList<>();
        List<String> clusters = new ArrayList<>();
        for (Look look : looks) {
            int fold = fold(look);
            calls.add(call(look, incumbent, candidate, means[0][fold], means[1][fold]));
            clusters.add(look.unit().cluster());
        }
        return LoggedRandomisation.of(calls, Clustering.of(clusters), smallestPropensity(looks));
    }

    private static List<Look> looks(List<OutcomeUnit> units) {
        List<Look> looks = new ArrayList<>();
        for (OutcomeUnit unit : units) {
            UnitCall call = unit.call();
            Drawn drawn = call == null ? null : call.drawn();
            Answer answer = call == null ? null : unit.labelled(call.model());
            if (drawn != null && answer != null) {
                looks.add(new Look(unit, drawn, answer));
            }
        }
        return looks;
    }

    /** Of the design, which was fixed before any answer: routers that explore more bound what a call can say. */
    private static double smallestPropensity(List<Look> looks) {
        return Math.min(
                0.5,
                looks.stream()
                        .mapToDouble(look -> look.drawn().leastPropensity())
                        .filter(least -> least >= SMALLEST_PROPENSITY)
                        .min()
                        .orElse(SMALLEST_PROPENSITY));
    }

    private static Call call(
            Look look, String incumbent, String candidate, double candidatePrediction, double incumbentPrediction) {
        String drawn = look.drawn().model();
        Action action =
                drawn.equals(candidate) ? Action.CANDIDATE : drawn.equals(incumbent) ? Action.INCUMBENT : Action.OTHER;
        double least = look.drawn().leastPropensity();
        return new Call(
                action,
                action == Action.OTHER ? null : (Double) look.answer().score(),
                action == Action.CANDIDATE ? look.drawn().propensity() : least,
                action == Action.INCUMBENT ? look.drawn().propensity() : least,
                candidatePrediction,
                incumbentPrediction);
    }

    /** The mean score of a model's answers in the other fold; a half where it has none there. */
    private static double[] crossFittedMeans(List<Look> looks, String model) {
        double[] sums = new double[2];
        long[] counts = new long[2];
        for (Look look : looks) {
            if (look.drawn().model().equals(model)) {
                int other = 1 - fold(look);
                sums[other] += look.answer().score();
                counts[other]++;
            }
        }
        return new double[] {counts[0] == 0 ? 0.5 : sums[0] / counts[0], counts[1] == 0 ? 0.5 : sums[1] / counts[1]};
    }

    /** Clusters stay whole, so that a prediction knows nothing of its own. */
    private static int fold(Look look) {
        return look.unit().cluster().hashCode() & 1;
    }

    private PairEvidence evidence(
            LoggedRandomisation logged, Estimate counted, LoggedRandomisation unpredicted, int labelled) {
        double excluded = logged.excludedShare();
        BettingInference sequence = unpredicted.anytime(EvidenceJob.ORDER_SALT);
        Interval interval = logged.overAllCalls(counted.interval());
        Interval anytime =
                logged.overAllCalls(sequence.interval(options.confidence()).clippedTo(QUALITY_DIFFERENCES));
        Sample sample = new Sample(
                Assessment.OVERLAP,
                counted.units(),
                counted.clusters(),
                logged.effectiveSampleSize(),
                labelled - counted.units(),
                Double.NaN,
                false);
        return new PairEvidence(
                sample,
                Math.max(-1, Math.min(1, counted.value())),
                interval,
                "cluster-t",
                anytime,
                pValues(sequence, excluded),
                counted.standardError() * Math.sqrt(counted.clusters()),
                new IntervalEstimate.Refused("only one of the two answers to each call is known"),
                Saving.unknown("what the other model's answer would have cost is not known"));
    }

    /** Of the mean over all calls, (1 − s) Δ + s · anything in [−1, 1]. */
    private PValues pValues(BettingInference sequence, double excluded) {
        double counted = 1 - excluded;
        double suffices = (-options.tolerance() + excluded) / counted;
        double needed = (-options.tolerance() - excluded) / counted;
        return new PValues(
                suffices >= 1 ? 1 : sequence.pValueMeanAtMost(suffices),
                needed <= -1 ? 1 : sequence.pValueMeanAtLeast(needed));
    }
}
