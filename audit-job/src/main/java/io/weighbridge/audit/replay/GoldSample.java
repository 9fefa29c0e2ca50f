package io.weighbridge.audit.replay;

import io.weighbridge.audit.assessment.JudgedUnit;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A uniform sample with replacement of the units that judges scored, for people to score again. It is a designed replay whose
 * predictions are the judge's differences: what the judge says of all units is corrected by what people say of the sample
 * (with λ = 1), with the guarantees of a replay at every look. Nobody who picks gold by what the judge
 * said can draw it so.
 */
final class GoldSample {
    /** Neither quality is known to the judge, so that its difference can be wrong by two. */
    private static final double GREATEST_RESIDUAL = 2;

    private final String sampleId;
    private final String frameName;
    private final String incumbent;
    private final List<JudgedUnit> frame;
    private final List<String> candidates;

    /** @param frame units of which judges scored the answers of the incumbent and of all candidates */
    GoldSample(
            String sampleId, String frameName, String incumbent, SortedSet<String> candidates, List<JudgedUnit> frame) {
        this.sampleId = sampleId;
        this.frameName = frameName;
        this.incumbent = incumbent;
        this.candidates = List.copyOf(candidates);
        this.frame =
                frame.stream().sorted(Comparator.comparing(JudgedUnit::unitId)).toList();
    }

    /** An answer that people are to score. */
    private record Wanted(JudgedUnit unit, String model) {}

    /** @return answers to score: fewer than draws times models where a unit is drawn twice */
    int write(int draws, SplittableRandom random, PlanFiles files) {
        int[] drawn = random.ints(draws, 0, frame.size()).toArray();
        List<Wanted> wanted = new ArrayList<>();
        SortedSet<Integer> distinct = new TreeSet<>();
        for (int unit : drawn) {
            if (distinct.add(unit)) {
                models().forEach(model -> wanted.add(new Wanted(frame.get(unit), model)));
            }
        }
        // Answers to one unit are not side by side, nor in the order of their models.
        wanted.sort(Comparator.comparing(
                answer -> Sha256.hex(sampleId + "\n" + answer.unit().unitId() + "\n" + answer.model())));
        Map<Wanted, String> idOf = new HashMap<>();
        for (Wanted answer : wanted) {
            String id = sampleId + "/" + answer.unit().task() + "/" + (idOf.size() + 1);
            idOf.put(answer, id);
            files.answerToScore(id, answer.unit(), answer.model());
        }
        for (int index = 0; index < draws; index++) {
            JudgedUnit unit = frame.get(drawn[index]);
            for (String model : models()) {
                files.draw(
                        Objects.requireNonNull(idOf.get(new Wanted(unit, model))),
                        unit.unitId(),
                        unit.task(),
                        model,
                        null,
                        draw(unit, model, index));
            }
        }
        return wanted.size();
    }

    private List<String> models() {
        List<String> models = new ArrayList<>(List.of(incumbent));
        models.addAll(candidates);
        return models;
    }

    private Outcome.Draw draw(JudgedUnit unit, String model, int index) {
        double probability = 1.0 / frame.size();
        return new Outcome.Draw(
                sampleId,
                frameName,
                frame.size(),
                index,
                probability,
                new Outcome.Plan(probability, prediction(unit, model), meanPrediction(model), GREATEST_RESIDUAL));
    }

    private double prediction(JudgedUnit unit, String model) {
        return score(unit, model) - score(unit, incumbent);
    }

    private double meanPrediction(String model) {
        return frame.stream().mapToDouble(unit -> prediction(unit, model)).sum() / frame.size();
    }

    private static double score(JudgedUnit unit, String model) {
        return Objects.requireNonNull(unit.scores().get(model));
    }
}
