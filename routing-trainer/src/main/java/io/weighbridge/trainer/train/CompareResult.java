package io.weighbridge.trainer.train;

import org.jspecify.annotations.Nullable;

/**
 * Two policies on the same units, as the JSON spells it in snake_case. Differences are A − B, by weight of calls.
 *
 * @param units on which every model that either policy could choose was measured
 * @param leftOut units of the audit that were seen in a training of either, or not measured
 * @param sameModel share of the weight that both send to the same model
 * @param costPerCallUsd null where a cost is unknown
 * @param unseen how units are known not to have been fitted or selected on, by policy
 */
public record CompareResult(
        String policyA,
        String policyB,
        String evidence,
        double confidence,
        int units,
        int clusters,
        int leftOut,
        double sameModel,
        Difference quality,
        @Nullable Difference costPerCallUsd,
        String unseenA,
        String unseenB) {

    /**
     * Means of both, and the interval of their difference.
     *
     * @param low lower end of the paired cluster bootstrap's interval
     */
    public record Difference(double a, double b, double difference, double low, double high) {}
}
