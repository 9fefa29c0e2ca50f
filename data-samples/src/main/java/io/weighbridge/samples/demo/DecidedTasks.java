package io.weighbridge.samples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many tasks an audit has decided: a cheaper model suffices, or none does.
 *
 * @param decided of {@code tasks}
 * @param tasks with at least one pair of incumbent and candidate
 */
record DecidedTasks(int decided, int tasks) {
    private static final String SUFFICES = "smaller-suffices";
    private static final String NEEDED = "frontier-needed";

    /** @param audit what {@code audit --json} printed */
    static DecidedTasks of(JsonNode audit) {
        Map<String, List<String>> verdicts = new TreeMap<>();
        for (JsonNode pair : audit.path("verdicts")) {
            verdicts.computeIfAbsent(pair.path("task").asText(), unused -> new ArrayList<>())
                    .add(pair.path("verdict").asText());
        }
        int decided = (int) verdicts.values().stream()
                .filter(ofTask -> ofTask.contains(SUFFICES) || ofTask.stream().allMatch(NEEDED::equals))
                .count();
        return new DecidedTasks(decided, verdicts.size());
    }
}
