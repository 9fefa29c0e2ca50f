package io.weighbridge.audit.assessment;

import io.weighbridge.evidence.ErrorBudget;
import io.weighbridge.evidence.FamilyVerdicts;
import io.weighbridge.evidence.FamilyVerdicts.PValues;
import io.weighbridge.evidence.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was to be judged, written down before the data were looked at: days, tolerance, confidence, and families of pairs.
 * The family that was registered first is judged at half of the error, one that joins later at half of what the one
 * before had: all verdicts together hold however many come ({@link ErrorBudget}). Differences of quality lie in [−1, 1].
 *
 * @param families in the order of their registration
 */
public record RegisteredWindow(
        String windowId, LocalDate from, LocalDate to, double tolerance, double confidence, List<Family> families) {
    public RegisteredWindow {
        families = List.copyOf(families);
    }

    /**
     * Pairs that were registered together.
     *
     * @param outcomesThen outcomes that the lake held when they were: 0 is a promise made in advance
     */
    public record Family(Instant registeredAt, long outcomesThen, List<Pair> pairs) {
        public Family {
            pairs = List.copyOf(pairs);
        }
    }

    /** A candidate for a task, against the task's incumbent. */
    public record Pair(String task, String incumbent, String candidate) {}

    /** Each task's incumbent, as registered first. */
    public Map<String, String> incumbents() {
        Map<String, String> incumbents = new TreeMap<>();
        families.forEach(
                family -> family.pairs().forEach(pair -> incumbents.putIfAbsent(pair.task(), pair.incumbent())));
        return incumbents;
    }

    /** The candidates of all families. */
    public List<String> candidates() {
        return families.stream()
                .flatMap(family -> family.pairs().stream())
                .map(Pair::candidate)
                .distinct()
                .sorted()
                .toList();
    }

    /** How many pairs are judged together with one, and at which confidence. */
    record Judged(int familySize, double confidence) {}

    /** Of every registered pair. */
    Map<Pair, Judged> judged() {
        Map<Pair, Judged> judged = new HashMap<>();
        for (int j = 0; j < families.size(); j++) {
            Judged together = new Judged(families.get(j).pairs().size(), confidenceOf(j));
            families.get(j).pairs().forEach(pair -> judged.putIfAbsent(pair, together));
        }
        return judged;
    }

    /** A verdict for every registered pair; those without data keep their place in their family. */
    Map<Pair, Verdict> verdicts(Map<Pair, PValues> evidence) {
        Map<Pair, Verdict> verdicts = new HashMap<>();
        for (int j = 0; j < families.size(); j++) {
            List<Pair> pairs = families.get(j).pairs();
            List<PValues> values = new ArrayList<>();
            pairs.forEach(pair -> values.add(evidence.getOrDefault(pair, PValues.NO_DATA)));
            List<Verdict> ofFamily = FamilyVerdicts.of(values, confidenceOf(j));
            for (int i = 0; i < pairs.size(); i++) {
                verdicts.putIfAbsent(pairs.get(i), ofFamily.get(i));
            }
        }
        return verdicts;
    }

    private double confidenceOf(int family) {
        return 1 - ErrorBudget.share(1 - confidence, family + 1);
    }
}
