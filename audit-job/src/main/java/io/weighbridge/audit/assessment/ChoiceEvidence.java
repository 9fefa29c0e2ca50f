package io.weighbridge.audit.assessment;

import io.weighbridge.audit.assessment.OutcomeUnit.UnitCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What another choice of models would have done to quality and cost: its answer against the one that was given, over the units
 * of which every answer is known that the choice could have picked. A unit with some of them only is left out whatever
 * would be picked, so that being known does not depend on the pick.
 */
final class ChoiceEvidence {
    /** Of a task's draws; if more lack an answer, their probabilities mean nothing. */
    private static final double MOST_UNANSWERED = 0.1;

    private final ModelChoice choice;
    private final double confidence;
    private final WindowFrames window;
    private final Map<String, OfTask> byTask = new TreeMap<>();

    ChoiceEvidence(ModelChoice choice, double confidence, WindowFrames window) {
        this.choice = choice;
        this.confidence = confidence;
        this.window = window;
    }

    private record Known(OutcomeUnit unit, String present, String chosen) {
        Observation observation(String cluster, double weight) {
            return Observation.of(unit, present, chosen, cluster, weight);
        }
    }

    private static final class OfTask {
        private final List<Known> known = new ArrayList<>();
        private long unansweredDraws;
    }

    /** @param incumbent of the task, which serves units that are no calls */
    void add(OutcomeUnit unit, String incumbent) {
        OfTask task = byTask.computeIfAbsent(unit.task(), unused -> new OfTask());
        UnitCall call = unit.call();
        String present = call == null ? incumbent : call.model();
        SortedSet<String> reachable = choice.reachable(unit.task(), present);
        if (unit.labelled(present) == null || reachable.stream().anyMatch(model -> unit.labelled(model) == null)) {
            task.unansweredDraws += unit.draws().size();
            return;
        }
        String chosen = choice.choose(unit.unitId(), unit.request(), present);
        if (unit.labelled(chosen) == null) {
            // A model that long prompts fall back to; which those are depends on no answer.
            task.unansweredDraws += unit.draws().size();
            return;
        }
        task.known.add(new Known(unit.withoutPrompt(), present, chosen));
    }

    /** All together, then by task, then by team. */
    List<Slice> slices() {
        List<Observation> all = new ArrayList<>();
        List<Slice> tasks = new ArrayList<>();
        Map<String, List<Observation>> byTeam = new TreeMap<>();
        boolean anyDrawn = false;
        for (Map.Entry<String, OfTask> entry : byTask.entrySet()) {
            List<Observation> drawn = drawn(entry.getKey(), entry.getValue().known);
            long unanswered = entry.getValue().unansweredDraws;
            boolean isDrawn = !drawn.isEmpty() || unanswered > 0;
            if (unanswered > MOST_UNANSWERED * (drawn.size() + unanswered)) {
                continue;
            }
            List<Observation> observations = isDrawn ? drawn : paired(entry.getValue().known);
            anyDrawn |= isDrawn;
            all.addAll(observations);
            observations.forEach(observation -> {
                String team = observation.value(UnitCall::team);
                if (team != null) {
                    byTeam.computeIfAbsent(team, unused -> new ArrayList<>()).add(observation);
                }
            });
            if (!observations.isEmpty()) {
                tasks.add(slice("task", entry.getKey(), observations, isDrawn));
            }
        }
        List<Slice> slices = new ArrayList<>();
        if (!all.isEmpty()) {
            slices.add(slice("all", "all", all, anyDrawn));
        }
        slices.addAll(tasks);
        boolean teamsDrawn = anyDrawn;
        byTeam.forEach((team, observations) -> slices.add(slice("team", team, observations, teamsDrawn)));
        return slices;
    }

    private Slice slice(String dimension, String value, List<Observation> observations, boolean drawn) {
        return Slice.of(dimension, value, null, choice.name(), observations, drawn, confidence);
    }

    private static List<Observation> paired(List<Known> known) {
        return known.stream()
                .map(unit -> unit.observation(unit.unit().cluster(), 1))
                .toList();
    }

    /** A draw an observation, of the window's frames if it has any; empty where nothing was drawn. */
    private List<Observation> drawn(String task, List<Known> known) {
        Map<FrameDraw, Known> hits = new TreeMap<>();
        known.forEach(unit -> unit.unit().draws().forEach(draw -> hits.put(draw, unit)));
        if (hits.keySet().stream().anyMatch(draw -> window.isOf(task, draw.frame()))) {
            hits.keySet().removeIf(draw -> !window.isOf(task, draw.frame()));
        }
        Map<Frame.Population, Long> draws = new HashMap<>();
        hits.keySet().forEach(draw -> draws.merge(draw.frame().population(), 1L, Long::sum));
        List<Observation> observations = new ArrayList<>();
        hits.forEach((draw, unit) -> observations.add(unit.observation(
                draw.name(), draw.callsStoodFor(draws.getOrDefault(draw.frame().population(), 1L)))));
        return observations;
    }
}
