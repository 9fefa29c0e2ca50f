package io.weighbridge.audit.levers;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What one lever saves on the calls of one task and team. */
public record LeverSaving(
        Lever lever, String task, @Nullable String team, long calls, BigDecimal savingUsd) {}
