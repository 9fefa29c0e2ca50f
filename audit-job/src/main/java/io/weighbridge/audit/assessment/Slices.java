package io.weighbridge.audit.assessment;

import io.weighbridge.audit.assessment.OutcomeUnit.UnitCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cuts what is known of one candidate into teams, applications and agents: task by task, then all tasks together. */
final class Slices {
    private static final Map<String, Function<UnitCall, @Nullable String>> DIMENSIONS = dimensions();

    private final String candidate;
    private final double confidence;
    private final Cut allTasks = new Cut();
    private final List<Slice> slices = new ArrayList<>();

    Slices(String candidate, double confidence) {
        this.candidate = candidate;
        this.confidence = confidence;
    }

    /** @param drawn whether the observations are draws of a replay */
    void add(String task, List<Observation> observations, boolean drawn) {
        Cut ofTask = new Cut();
        ofTask.add(observations, drawn);
        allTasks.add(observations, drawn);
        slices.addAll(ofTask.slices(task));
    }

    /** By task, all tasks together last, then dimension and value. */
    List<Slice> slices() {
        List<Slice> all = new ArrayList<>(slices);
        all.addAll(allTasks.slices(null));
        return all;
    }

    private static Map<String, Function<UnitCall, @Nullable String>> dimensions() {
        Map<String, Function<UnitCall, @Nullable String>> dimensions = new LinkedHashMap<>();
        dimensions.put("team", UnitCall::team);
        dimensions.put("application", UnitCall::application);
        dimensions.put("agent", UnitCall::agent);
        return dimensions;
    }

    /** Observations by dimension and value. */
    private final class Cut {
        private final Map<String, Map<String, Part>> parts = new LinkedHashMap<>();

        void add(List<Observation> observations, boolean drawn) {
            DIMENSIONS.forEach((name, dimension) -> {
                Map<String, Part> byValue = parts.computeIfAbsent(name, unused -> new TreeMap<>());
                for (Observation observation : observations) {
                    String value = observation.value(dimension);
                    if (value != null) {
                        byValue.computeIfAbsent(value, unused -> new Part()).add(observation, drawn);
                    }
                }
            });
        }

        List<Slice> slices(@Nullable String task) {
            List<Slice> cut = new ArrayList<>();
            parts.forEach((dimension, byValue) -> byValue.forEach((value, part) ->
                    cut.add(Slice.of(dimension, value, task, candidate, part.observations, part.drawn, confidence))));
            return cut;
        }
    }

    private static final class Part {
        private final List<Observation> observations = new ArrayList<>();
        private boolean drawn;

        void add(Observation observation, boolean isDrawn) {
            observations.add(observation);
            drawn |= isDrawn;
        }
    }
}
