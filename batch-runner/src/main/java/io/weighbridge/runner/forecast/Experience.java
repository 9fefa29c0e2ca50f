package io.weighbridge.runner.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How earlier runs of a lake went, as their run.json count it: how often answers failed, calls were repeated and answers were
 * judged. What too few calls tell is unknown.
 */
public final class Experience {
    /** Of the newest runs. */
    private static final int MOST_RUNS = 20;

    private static final long LONGEST_FILE = 16_000_000;
    /** Fewer would tell a rate of a tenth to within no better than a tenth (95 %). */
    private static final long LEAST_ITEMS = 30;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<Asked, Count> byTaskAndModel = new HashMap<>();
    private final Map<String, Count> byModel = new HashMap<>();
    private final Map<String, Count> byTask = new HashMap<>();

    private record Asked(String task, String model) {}

    /** Sums; {@code checked} and {@code failed} count items whose answers were checked. */
    private static final class Count {
        private long asked;
        private long calls;
        private long checked;
        private long failed;

        private static OptionalDouble rate(@Nullable Count count, long of, long among) {
            return count == null || among < LEAST_ITEMS
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) of / among);
        }
    }

    private Experience() {}

    public static Experience none() {
        return new Experience();
    }

    /**
     * Reads what runs have counted; a file that is not there or not readable tells nothing.
     *
     * @param runFiles their run.json, newest first
     */
    public static Experience of(List<Path> runFiles) throws IOException {
        Experience experience = new Experience();
        int read = 0;
        for (Path file : runFiles) {
            if (read < MOST_RUNS && Files.isRegularFile(file) && Files.size(file) <= LONGEST_FILE) {
                experience.add(file);
                read++;
            }
        }
        return experience;
    }

    private void add(Path file) {
        JsonNode run;
        try {
            run = JSON.readTree(file.toFile());
        } catch (IOException e) {
            return;
        }
        for (JsonNode line : run.path("asked")) {
            add(line);
        }
    }

    private void add(JsonNode line) {
        String task = line.path("task").asText();
        String model = line.path("model").asText();
        long asked = line.path("asked").asLong();
        long calls = line.path("calls").asLong();
        long failed = line.path("failed").asLong();
        if (asked < 1 || calls < asked || failed < 0 || failed > asked) {
            return;
        }
        boolean isChecked = line.path("failed").isIntegralNumber();
        for (Count count : List.of(
                byTaskAndModel.computeIfAbsent(new Asked(task, model), any -> new Count()),
                byModel.computeIfAbsent(model, any -> new Count()),
                byTask.computeIfAbsent(task, any -> new Count()))) {
            count.asked += asked;
            count.calls += calls;
            count.checked += isChecked ? asked : 0;
            count.failed += failed;
        }
    }

    /** Share of the items of a task that a model fails at. */
    OptionalDouble failing(String task, String model) {
        Count count = byTaskAndModel.get(new Asked(task, model));
        return count == null ? OptionalDouble.empty() : Count.rate(count, count.failed, count.checked);
    }

    /** Calls to a model beyond the first, for each question to it. */
    OptionalDouble retrying(String model) {
        Count count = byModel.get(model);
        return count == null ? OptionalDouble.empty() : Count.rate(count, count.calls - count.asked, count.asked);
    }

    /**
     * Share of the answers to a task that went before its judge.
     *
     * @param judging the task of the judge's calls, each answer being judged by two
     */
    OptionalDouble judging(String task, String judging) {
        Count answers = byTask.get(task);
        Count judged = byTask.get(judging);
        OptionalDouble rate = answers == null || judged == null
                ? OptionalDouble.empty()
                : Count.rate(answers, judged.asked / 2, answers.asked);
        return rate.isPresent() ? OptionalDouble.of(Math.min(1, rate.getAsDouble())) : rate;
    }
}
