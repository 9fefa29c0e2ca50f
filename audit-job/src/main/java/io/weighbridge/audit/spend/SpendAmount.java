package io.weighbridge.audit.spend;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Money and tokens of a group of calls, as exact sums; amounts add up.
 *
 * @param inputTokens of the calls whose usage is known, as {@code outputTokens}
 * @param billedUsd what the sources say was charged, for the calls where they say it
 * @param computedUsd what the price book makes of the calls it can price
 * @param spendUsd billed where there is a bill, else computed: the exact sum of the calls whose cost is known
 * @param spendLowUsd the least that all calls can have cost: the exact sum and the lower bounds of estimated calls
 * @param spendHighUsd the most that all calls can have cost; null where nothing bounds one of them
 * @param unpricedCalls calls with usage and without a price, not in {@code spendUsd}
 * @param usageMissingCalls calls with neither usage nor a bill, not in {@code spendUsd}
 * @param estimatedCalls those of {@code usageMissingCalls} that a tokenizer's count of their texts bounds
 */
public record SpendAmount(
        long calls,
        long inputTokens,
        long outputTokens,
        BigDecimal billedUsd,
        BigDecimal computedUsd,
        BigDecimal spendUsd,
        BigDecimal spendLowUsd,
        @Nullable BigDecimal spendHighUsd,
        long unpricedCalls,
        long usageMissingCalls,
        long estimatedCalls) {

    private static final BigDecimal NO_MONEY = BigDecimal.ZERO.setScale(12);

    /** No calls. */
    public static final SpendAmount NONE =
            new SpendAmount(0, 0, 0, NO_MONEY, NO_MONEY, NO_MONEY, NO_MONEY, NO_MONEY, 0, 0, 0);

    public SpendAmount plus(SpendAmount other) {
        return new SpendAmount(
                calls + other.calls,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                billedUsd.add(other.billedUsd),
                computedUsd.add(other.computedUsd),
                spendUsd.add(other.spendUsd),
                spendLowUsd.add(other.spendLowUsd),
                spendHighUsd == null || other.spendHighUsd == null ? null : spendHighUsd.add(other.spendHighUsd),
                unpricedCalls + other.unpricedCalls,
                usageMissingCalls + other.usageMissingCalls,
                estimatedCalls + other.estimatedCalls);
    }

    /** Whether every call's cost is known. */
    public boolean isComplete() {
        return unpricedCalls == 0 && usageMissingCalls == 0;
    }
}
