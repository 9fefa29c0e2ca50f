package io.weighbridge.audit.replay;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code replay-plan --json} prints.
 *
 * @param plan the file of requests; null until it is written
 * @param replayId night of all draws
 * @param requests answers to buy; a call drawn twice is asked once
 * @param expectedUsd if answers are as long as the incumbent's
 * @param worstCaseUsd if every answer takes all tokens that it may; never more than the budget
 */
record ReplayPlan(
        @Nullable String plan,
        String replayId,
        long requests,
        long draws,
        BigDecimal budgetUsd,
        BigDecimal expectedUsd,
        BigDecimal worstCaseUsd,
        long seed,
        String priceVersion,
        List<Task> tasks) {

    ReplayPlan writtenTo(String file) {
        return new ReplayPlan(
                file, replayId, requests, draws, budgetUsd, expectedUsd, worstCaseUsd, seed, priceVersion, tasks);
    }

    /**
     * One task with verdicts that are open.
     *
     * @param frame the calls drawn from, as outcomes name it
     * @param calls N
     * @param draws with replacement; each is answered by every candidate
     * @param bothModels whether the incumbent is asked too, because its quality on these calls is not known
     * @param note why nothing is planned; null where something is
     */
    record Task(
            String task,
            @Nullable String incumbent,
            @Nullable String frame,
            long calls,
            long callsWithoutText,
            long draws,
            long requests,
            BigDecimal expectedUsd,
            BigDecimal worstCaseUsd,
            boolean bothModels,
            List<Candidate> candidates,
            @Nullable String note) {}

    /**
     * What it would take to know.
     *
     * @param replaysToDecide about so many draws, half of the verdicts fall earlier: if the candidate is three points off the
     *     tolerance or, where there is evidence, where it is estimated
     * @param usdToDecide of its answers and, where they are asked, the incumbent's, at the expected cost, each call paid once; null
     *     where a price is not known
     */
    record Candidate(
            String candidate,
            String status,
            long replaysToDecide,
            @Nullable BigDecimal usdToDecide) {}
}
