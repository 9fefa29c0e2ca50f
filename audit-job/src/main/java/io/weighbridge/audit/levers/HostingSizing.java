package io.weighbridge.audit.levers;

import io.weighbridge.cli.HostedModel;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What hosting a model would take for the load of a window, and what it would cost beside what its calls cost today.
 *
 * @param calls that it would answer, of known cost and after the levers before
 * @param peakHour begin of the hour with the most tokens; null where there are no calls
 * @param peakTokensPerSecond mean of that hour, in and out together
 * @param meanTokensPerSecond of the whole window
 * @param replicas that carry the peak, times the burst
 * @param hours of the window, in which they all run
 * @param hostingUsd what they cost in these hours, with the share of the fixed cost
 * @param callsUsd what the calls cost today, less what the levers before save
 * @param breakEvenTokensPerSecond the mean load at which both are equal; null where there are no calls that cost anything
 */
public record HostingSizing(
        HostedModel hosted,
        long calls,
        @Nullable Instant peakHour,
        BigDecimal peakTokensPerSecond,
        BigDecimal meanTokensPerSecond,
        long replicas,
        long hours,
        BigDecimal hostingUsd,
        BigDecimal callsUsd,
        @Nullable BigDecimal breakEvenTokensPerSecond) {

    /** 0 where hosting costs as much or more. */
    public BigDecimal savingUsd() {
        return callsUsd.subtract(hostingUsd).max(BigDecimal.ZERO.setScale(12));
    }
}
