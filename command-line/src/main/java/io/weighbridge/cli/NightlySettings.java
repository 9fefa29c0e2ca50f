package io.weighbridge.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every night does. Nights whose promise stays the same share one error (ARCHITECTURE.md), so it stands in the settings.
 *
 * @param logs files, folders or globs with what is new; empty if every night is told
 * @param days how many days up to the night are judged; null is all that the lake holds
 * @param maxQualityLoss loss of mean quality that may be promised, in [0, 1)
 * @param confidence of the promise, in (0, 1)
 */
public record NightlySettings(List<String> logs, @Nullable Integer days, double maxQualityLoss, double confidence) {
    public NightlySettings {
        logs = List.copyOf(logs);
    }

    /** One point of quality at 95 %, on everything, as {@code train} has it. */
    public static NightlySettings defaults() {
        return new NightlySettings(List.of(), null, 0.01, 0.95);
    }
}
