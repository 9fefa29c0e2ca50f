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
 * @param chargedUsd what the simulated provider charged for the next day and the replays, by its own count
 * @param certified whether the trainer could certify a cheaper policy
 * @param report of the second audit
 * @param replays what was bought to decide more tasks, and what it decided
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
        Replays replays,
        List<Step> steps,
        double seconds) {
    public DemoResult {
        steps = List.copyOf(steps);
    }

    /**
     * The second night's replays.
     *
     * @param tasks in the audits
     * @param decidedBefore tasks of which the first audit knows whether a cheaper model suffices
     * @param decidedAfter the same of the second audit
     * @param requests answers that were bought; 0 where nothing was open
     * @param costUsd what they cost, by the run's count
     */
    public record Replays(int tasks, int decidedBefore, int decidedAfter, long requests, Usd costUsd) {}

    /** One step and how long it took. */
    public record Step(String name, double seconds) {}
}
