package io.weighbridge.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task's rule with models resolved to candidate numbers. The arrays are never changed. */
final class OpenTask {
    private final boolean known;
    private final int incumbent;
    private final boolean[] open;
    private final double tolerance;
    private final double[] outputTokens;
    private final @Nullable String precisionClass;
    private final @Nullable Cascade cascade;

    private OpenTask(
            boolean known,
            int incumbent,
            boolean[] open,
            double tolerance,
            double[] outputTokens,
            @Nullable String precisionClass,
            @Nullable Cascade cascade) {
        this.known = known;
        this.incumbent = incumbent;
        this.open = open;
        this.tolerance = tolerance;
        this.outputTokens = outputTokens;
        this.precisionClass = precisionClass;
        this.cascade = cascade;
    }

    static OpenTask of(String task, TaskRule taskRule, Policy policy) {
        List<String> models = policy.candidates().stream().map(Candidate::model).toList();
        boolean[] open = new boolean[models.size()];
        for (String model : taskRule.open()) {
            open[models.indexOf(model)] = true;
        }
        double tolerance = taskRule.tolerance().orElse(policy.rule().tolerance());
        return new OpenTask(
                true,
                models.indexOf(taskRule.incumbent()),
                open,
                tolerance,
                expectedOutputTokens(policy.candidates(), task),
                taskRule.precisionClass(),
                taskRule.cascade());
    }

    /** A task that the policy does not know: the default incumbent, and nobody may replace it. */
    static OpenTask unknown(Policy policy) {
        List<String> models = policy.candidates().stream().map(Candidate::model).toList();
        return new OpenTask(
                false,
                models.indexOf(policy.defaultIncumbent()),
                new boolean[models.size()],
                policy.rule().tolerance(),
                new double[models.size()],
                null,
                null);
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

    /** Whether the policy knows the task. */
    boolean isKnown() {
        return known;
    }

    /** What becomes of calls that go to the one open model; null if its answers are taken as they are. */
    @Nullable
    Cascade cascade() {
        return cascade;
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

    @Nullable
    String precisionClass() {
        return precisionClass;
    }

    /** Whether each candidate is open and not excluded. */
    boolean[] openAmong(@Nullable Eligibility[] why) {
        boolean[] remaining = open;
        for (int k = 0; k < open.length; k++) {
            if (open[k] && why[k] != null) {
                remaining = remaining == open ? open.clone() : remaining;
                remaining[k] = false;
            }
        }
        return remaining;
    }
}
