package io.weighbridge.audit.workflow;

/**
 * The calls of one step of an application's workflows.
 *
 * @param step as the log numbers it
 * @param spendPicodollars of the calls whose cost is known
 * @param failedCalls calls that gave no answer
 */
public record WorkflowStep(
        String application, int step, long workflows, long calls, long spendPicodollars, long failedCalls) {
    /**
     * Of a step's effect on the end of its workflow, which a log without randomised steps never shows. A replay of the step
     * alone tells how good its answer is, not what becomes of it.
     */
    public static final String EFFECT_STATUS = "unknown";
}
