package io.weighbridge.routing;

import java.util.List;

/** A task's rule with models resolved to candidate numbers. The arrays are never changed. */
final class OpenTask {
    private final int incumbent;
    private final boolean[] open;
    private final double tolerance;
    private final double[] outputTokens;

    private OpenTask(int incumbent, boolean[] open, double tolerance, double[] outputTokens) {
        this.incumbent = incumbent;
        this.open = open;
        this.tolerance = tolerance;
        this.outputTokens = outputTokens;
    }

    static OpenTask of(String task, TaskRule taskRule, Policy policy) {
        List<String> models = policy.candidates().stream().map(Candidate::model).toList();
        boolean[] open = new boolean[models.size()];
        for (String model : taskRule.open()) {
            open[models.indexOf(model)] = true;
        }
        double tolerance = taskRule.tolerance().orElse(policy.rule().tolerance());
        return new OpenTask(
                models.indexOf(taskRule.incumbent()), open, tolerance, expectedOutputTokens(policy.candidates(), task));
    }

    private static double[] expectedOutputTokens(List<Candidate> candidates, String task) {
        return candidates.stream()
                .mapToDouble(candidate -> candidate.outputTokens().expected(task))
                .toArray();
    }

    /** How many output tokens a candidate is expected to write. */
    double outputTokens(int candidate) {
        return outputTokens[candidate];
    }

    int incumbent() {
        return incumbent;
    }

    boolean isOpen(int candidate) {
        return open[candidate];
    }

    double tolerance() {
        return tolerance;
    }

    int choose(Rule rule, double[] quality, double[] costUsd) {
        return rule.choose(quality, costUsd, open, incumbent, tolerance);
    }
}
