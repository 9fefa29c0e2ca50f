package io.weighbridge.audit.assessment;

import io.weighbridge.audit.assessment.PairEvidence.Sample;
import io.weighbridge.evidence.BettingInference;
import io.weighbridge.evidence.Clustering;
import io.weighbridge.evidence.FrontierShare;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.PairedDifference;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares two models on the units that both answered. The fixed-look interval is about the mean per
 * unit; the confidence sequence about the mean per cluster, its clusters in an order hashed from their names.
 */
final class PairedComparison {
    private static final Interval QUALITY_DIFFERENCES = new Interval(-1, 1);

    private final AuditOptions options;

    PairedComparison(AuditOptions options) {
        this.options = options;
    }

    /**
     * Empty where no unit has both answers. Units that only judges scored count where there are no others, and then what comes of
     * it is an assumption.
     */
    Optional<PairEvidence> compare(List<OutcomeUnit> units, String incumbent, String candidate) {
        List<OutcomeUnit> labelled = paired(units, incumbent, candidate, false);
        boolean onlyJudged = labelled.isEmpty();
        List<OutcomeUnit> paired = onlyJudged ? paired(units, incumbent, candidate, true) : labelled;
        long candidateOnly = units.stream()
                .filter(unit -> unit.labelled(candidate) != null && unit.labelled(incumbent) == null)
                .count();
        if (paired.isEmpty()) {
            return Optional.empty();
        }
        double[] differences = new double[paired.size()];
        List<String> clusters = new ArrayList<>();
        for (int i = 0; i < differences.length; i++) {
            OutcomeUnit unit = paired.get(i);
            differences[i] = Pairs.difference(unit, incumbent, candidate);
            clusters.add(unit.cluster());
        }
        Clustering clustering = Clustering.of(clusters);
        double[] increments = clustering.meansInHashedOrder(differences, EvidenceJob.ORDER_SALT);
        Sample sample = new Sample(
                onlyJudged ? Assessment.ASSUMPTION_ONLY : Assessment.PAIRED,
                paired.size(),
                clustering.clusters(),
                paired.size(),
                candidateOnly,
                Pairs.averageCost(paired, candidate),
                coversCalls(paired, incumbent));
        return Optional.of(PairEvidence.of(
                sample,
                PairedDifference.of(differences, clustering, options.confidence()),
                "cluster-t",
                new BettingInference(QUALITY_DIFFERENCES, increments),
                increments,
                options,
                FrontierShare.paired(
                        scores(paired, incumbent), scores(paired, candidate), clustering, options.confidence()),
                saving(paired, incumbent, candidate)));
    }

    /** Each unit that both answered, once. */
    List<Observation> observations(List<OutcomeUnit> units, String incumbent, String candidate) {
        return paired(units, incumbent, candidate, false).stream()
                .map(unit -> Observation.of(unit, incumbent, candidate, unit.cluster(), 1))
                .toList();
    }

    /** @param judged whether a judge's word is enough */
    private static List<OutcomeUnit> paired(
            List<OutcomeUnit> units, String incumbent, String candidate, boolean judged) {
        return units.stream()
                .filter(unit -> judged
                        ? unit.answer(candidate) != null && unit.answer(incumbent) != null
                        : unit.labelled(candidate) != null && unit.labelled(incumbent) != null)
                .toList();
    }

    private static double[] scores(List<OutcomeUnit> units, String model) {
        return units.stream()
                .mapToDouble(unit -> Pairs.answer(unit, model).score())
                .toArray();
    }

    private static boolean coversCalls(List<OutcomeUnit> paired, String incumbent) {
        return paired.stream()
                .allMatch(unit -> unit.call() != null && unit.call().model().equals(incumbent));
    }

    private static Saving saving(List<OutcomeUnit> paired, String incumbent, String candidate) {
        BigDecimal saving = BigDecimal.ZERO.setScale(12);
        for (OutcomeUnit unit : paired) {
            Usd paid = Pairs.answer(unit, incumbent).cost();
            Usd instead = Pairs.answer(unit, candidate).cost();
            if (paid == null || instead == null) {
                return Saving.unknown(
                        "the cost of an answer of the " + (paid == null ? "incumbent" : "candidate") + " is not known");
            }
            saving = saving.add(paid.minus(instead).toBigDecimal());
        }
        return Saving.exact(saving, "observed on all " + paired.size() + " compared units");
    }
}
