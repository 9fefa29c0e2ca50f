package io.weighbridge.routing;

import java.util.Map;
import java.util.SortedMap;

/**
 * How many output tokens a model is expected to write.
 *
 * @param mean mean over all tasks
 * @param tasks mean per task
 */
public record OutputTokens(double mean, SortedMap<String, Double> tasks) {

    public OutputTokens {
        Check.notNegative("output_tokens.mean", mean);
        tasks = Check.sorted(tasks);
        tasks.values().forEach(tokens -> Check.notNegative("output_tokens.tasks", tokens));
    }

    public static OutputTokens of(double mean, Map<String, Double> tasks) {
        return new OutputTokens(mean, Check.sorted(tasks));
    }

    double expected(String task) {
        return tasks.getOrDefault(task, mean);
    }
}
