package io.weighbridge.trainer.train;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import com.jerolba.carpet.FieldMatchingStrategy;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.trainer.train.Verifiers.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tasks whose answers a check can verify when they are served, by the same exact check that scored the evidence: an answer
 * passes if its score was 1.
 *
 * @param byTask task to verifier
 */
record Verifiers(Map<String, Verifier> byTask) {
    static final Verifiers NONE = new Verifiers(Map.of());

    private static final String EXACT = "exact";

    Verifiers {
        byTask = Map.copyOf(byTask);
    }

    /**
     * @param name label source of the evidence
     * @param costUsd of one check
     */
    record Verifier(String name, double costUsd) {}

    /** The columns that are read. */
    private record Row(String task, String labelSource) {}

    /**
     * @param costUsd of one check, by task that has one
     * @throws BadInputException if anything but one exact check scored such a task
     */
    static Verifiers read(Path trainingSet, Map<String, Double> costUsd) {
        if (costUsd.isEmpty()) {
            return NONE;
        }
        Map<String, Set<String>> sources = sources(trainingSet);
        Map<String, Verifier> byTask = new HashMap<>();
        costUsd.forEach((task, cost) -> {
            Set<String> ofTask = sources.getOrDefault(task, Set.of());
            String only = ofTask.size() == 1 ? ofTask.iterator().next() : "";
            if (!only.equals(EXACT) && !only.startsWith(EXACT + "/")) {
                throw new BadInputException(trainingSet + ": label_source: must be one exact check in task " + task
                        + ", whose answers are to be verified by it, was " + ofTask);
            }
            byTask.put(task, new Verifier(only, cost));
        });
        return new Verifiers(byTask);
    }

    private static Map<String, Set<String>> sources(Path trainingSet) {
        Map<String, Set<String>> sources = new HashMap<>();
        CarpetReader<Row> reader = new CarpetReader<>(trainingSet.toFile(), Row.class)
                .withFieldMatchingStrategy(FieldMatchingStrategy.SNAKE_CASE);
        try (CloseableIterator<Row> rows = reader.iterator()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                sources.computeIfAbsent(row.task(), task -> new TreeSet<>()).add(row.labelSource());
            }
        } catch (IOException | RuntimeException e) {
            throw new BadInputException(trainingSet + ": label_source: cannot be read: " + e.getMessage(), e);
        }
        return sources;
    }
}
