package io.weighbridge.audit.assessment;

import io.weighbridge.audit.assessment.PairEvidence.Sample;
import io.weighbridge.evidence.DesignedReplay;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.Kish;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Usd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Compares two models on designed draws with replacement. The target is the mean over the
 * frames; each draw is independent, so that clusters do not enter.
 */
final class ReplayComparison {
    private static final Interval QUALITY_DIFFERENCES = new Interval(-1, 1);
    /** Smallest N q that designs use; the largest one that holds for all draws is taken for the design's. */
    private static final double[] DESIGN_FLOORS = {1, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001};

    private static final double ROUNDING = 1e-6;
    private static final double MOST_UNANSWERED = 0.1;

    private final AuditOptions options;
    private final Map<Frame, Long> drawsOfFrame;

    private final WindowFrames window;

    ReplayComparison(AuditOptions options, Map<Frame, Long> drawsOfFrame, WindowFrames window) {
        this.options = options;
        this.drawsOfFrame = drawsOfFrame;
        this.window = window;
    }

    /** One draw with the unit it hit. */
    private record Hit(FrameDraw draw, OutcomeUnit unit) {}

    /** Empty where no draw has both answers, or too many lack one for the draw probabilities to mean anything. */
    Optional<PairEvidence> compare(List<OutcomeUnit> units, String incumbent, String candidate) {
        SortedMap<FrameDraw, OutcomeUnit> hits = hits(units, incumbent, candidate);
        Map<Frame, List<Hit>> byFrame = new LinkedHashMap<>();
        hits.forEach((draw, unit) -> byFrame.computeIfAbsent(draw.frame(), unused -> new ArrayList<>())
                .add(new Hit(draw, unit)));
        long made = byFrame.keySet().stream()
                .mapToLong(frame -> drawsOfFrame.getOrDefault(frame, 0L))
                .sum();
        long unanswered = made - hits.size();
        if (hits.isEmpty() || unanswered > MOST_UNANSWERED * made) {
            return Optional.empty();
        }
        DesignedReplay quality = replay(byFrame, hit -> Pairs.difference(hit.unit(), incumbent, candidate), true);
        Set<OutcomeUnit> distinct = new HashSet<>(hits.values());
        double[] weights = hits.keySet().stream()
                .mapToDouble(draw -> 1 / draw.relativeProbability())
                .toArray();
        Sample sample = new Sample(
                Assessment.REPLAYED,
                distinct.size(),
                hits.size(),
                Kish.effectiveSampleSize(weights),
                unanswered,
                Pairs.averageCost(hits.values(), candidate),
                hits.keySet().stream().noneMatch(FrameDraw::isGold)
                        || distinct.stream().anyMatch(unit -> unit.call() != null));
        return Optional.of(PairEvidence.of(
                sample,
                quality.fixedLook(options.confidence()),
                "draws-t",
                quality.anytime(),
                quality.increments(),
                options,
                replay(byFrame, hit -> Pairs.difference(hit.unit(), incumbent, candidate) < 0 ? 1 : 0, false)
                        .fixedLook(options.confidence()),
                saving(byFrame, incumbent, candidate)));
    }

    /** Each draw that has both answers, weighted by the calls of its population that it stands for. */
    List<Observation> observations(List<OutcomeUnit> units, String incumbent, String candidate) {
        SortedMap<FrameDraw, OutcomeUnit> hits = hits(units, incumbent, candidate);
        Map<Frame.Population, Long> drawn = new HashMap<>();
        hits.keySet().forEach(draw -> drawn.merge(draw.frame().population(), 1L, Long::sum));
        List<Observation> observations = new ArrayList<>();
        hits.forEach((draw, unit) -> observations.add(Observation.of(
                unit,
                incumbent,
                candidate,
                draw.name(),
                draw.callsStoodFor(drawn.getOrDefault(draw.frame().population(), 1L)))));
        return observations;
    }

    private SortedMap<FrameDraw, OutcomeUnit> hits(List<OutcomeUnit> units, String incumbent, String candidate) {
        SortedMap<FrameDraw, OutcomeUnit> hits = new TreeMap<>();
        for (OutcomeUnit unit : units) {
            Answer answer = unit.labelled(candidate);
            if (answer != null && unit.labelled(incumbent) != null) {
                answer.draws().forEach(draw -> hits.put(draw, unit));
            }
        }
        keepFramesOfTheWindow(hits);
        return hits;
    }

    /** Where replays were planned for exactly this window, draws from other frames say something else. */
    private void keepFramesOfTheWindow(SortedMap<FrameDraw, OutcomeUnit> hits) {
        Predicate<Map.Entry<FrameDraw, OutcomeUnit>> isOfWindow =
                hit -> window.isOf(hit.getValue().task(), hit.getKey().frame());
        if (hits.entrySet().stream().anyMatch(isOfWindow)) {
            hits.entrySet().removeIf(isOfWindow.negate());
        }
    }

    private Saving saving(Map<Frame, List<Hit>> byFrame, String incumbent, String candidate) {
        double largest = 1;
        for (List<Hit> hits : byFrame.values()) {
            for (Hit hit : hits) {
                Usd paid = Pairs.answer(hit.unit(), incumbent).cost();
                Usd instead = Pairs.answer(hit.unit(), candidate).cost();
                if (paid == null || instead == null) {
                    return Saving.unknown("the cost of a replayed answer is not known");
                }
                largest = Math.max(largest, Math.max(paid.picodollars(), instead.picodollars()));
            }
        }
        double scale = largest;
        long calls = byFrame.keySet().stream()
                .map(Frame::population)
                .distinct()
                .mapToLong(Frame.Population::size)
                .sum();
        DesignedReplay costs = replay(
                byFrame,
                hit -> {
                    long paid = picodollars(Pairs.answer(hit.unit(), incumbent));
                    long instead = picodollars(Pairs.answer(hit.unit(), candidate));
                    return (paid - instead) / scale;
                },
                false);
        return Saving.estimated(
                costs.fixedLook(options.confidence()).times(scale * calls),
                "estimated from the same draws for the " + calls + " calls of the frame");
    }

    private static long picodollars(Answer answer) {
        Usd cost = answer.cost();
        return cost == null ? 0 : cost.picodollars();
    }

    private interface Value {
        double of(Hit hit);
    }

    /** Replays of one population follow each other night by night; populations are parts of the whole. */
    private static DesignedReplay replay(Map<Frame, List<Hit>> byFrame, Value value, boolean predicted) {
        Map<Frame.Population, List<DesignedReplay>> nights = new LinkedHashMap<>();
        byFrame.forEach((frame, hits) -> nights.computeIfAbsent(frame.population(), unused -> new ArrayList<>())
                .add(night(hits, value, predicted)));
        List<DesignedReplay> populations =
                nights.values().stream().map(DesignedReplay::overNights).toList();
        long[] sizes =
                nights.keySet().stream().mapToLong(Frame.Population::size).toArray();
        return DesignedReplay.inRounds(populations, sizes);
    }

    private static DesignedReplay night(List<Hit> hits, Value value, boolean predicted) {
        double[] values = hits.stream().mapToDouble(value::of).toArray();
        double[] relative = hits.stream()
                .mapToDouble(hit -> hit.draw().relativeProbability())
                .toArray();
        List<Outcome.Plan> plans = hits.stream()
                .map(hit -> hit.draw().plan())
                .filter(Objects::nonNull)
                .toList();
        if (plans.size() < hits.size()) {
            return DesignedReplay.of(values, QUALITY_DIFFERENCES, relative, designFloor(relative));
        }
        long size = hits.get(0).draw().frame().size();
        double declared = plans.stream()
                .mapToDouble(plan -> size * plan.smallestProbability())
                .min()
                .orElseThrow();
        double floor = Math.min(declared, Arrays.stream(relative).min().orElseThrow());
        double[] predictions =
                plans.stream().mapToDouble(Outcome.Plan::prediction).toArray();
        double greatestResidual = plans.get(0).greatestResidual();
        return predicted && arePossible(predictions, values, greatestResidual)
                ? DesignedReplay.withPredictions(
                        values, predictions, plans.get(0).meanPrediction(), relative, floor, greatestResidual)
                : DesignedReplay.of(values, QUALITY_DIFFERENCES, relative, floor);
    }

    /** A prediction was made knowing the incumbent's quality; if that has been graded anew since, it may have become impossible. */
    private static boolean arePossible(double[] predictions, double[] differences, double greatestResidual) {
        return IntStream.range(0, differences.length)
                .allMatch(i -> Math.abs(differences[i] - predictions[i]) <= greatestResidual);
    }

    private static double designFloor(double[] relativeProbabilities) {
        double smallest = Double.MAX_VALUE;
        for (double relative : relativeProbabilities) {
            smallest = Math.min(smallest, relative);
        }
        for (double floor : DESIGN_FLOORS) {
            if (floor <= smallest * (1 + ROUNDING)) {
                return Math.min(floor, smallest);
            }
        }
        return smallest;
    }
}
