package io.weighbridge.samples.demo;

import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.util.List;

/**
 * How the demo ended; the JSON of {@code demo --json}.
 *
 * @param before the next day with every call at the incumbent
 * @param after the next day as the policy served it
 * @param costShare cost after relative to before
 * @param trueQualityLoss right answers lost, as a share of all calls; negative is a gain
 * @param expectedTrueQualityLoss the same without the day's luck
 * @param monthSpendUsd what the first audit found to be spent
 * @param chargedUsd what the simulated provider charged, by its own count
 * @param certified whether the trainer could certify a cheaper policy
 * @param report of the second audit
 */
public record DemoResult(
        DayResult before,
        DayResult after,
        String report,
        String policy,
        double costShare,
        double trueQualityLoss,
        double expectedTrueQualityLoss,
        long seed,
        String world,
        BigDecimal monthSpendUsd,
        Usd chargedUsd,
        boolean certified,
        String firstReport,
        List<Step> steps,
        double seconds) {
    public DemoResult {
        steps = List.copyOf(steps);
    }

    /** One step and how long it took. */
    public record Step(String name, double seconds) {}
}
