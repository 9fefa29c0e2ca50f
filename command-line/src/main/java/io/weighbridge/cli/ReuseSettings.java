package io.weighbridge.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Answers that need no call.
 *
 * @param cache for how long an answer is given to equal requests; null for never
 * @param templates file of responses to prompts of known shape; null for none
 */
public record ReuseSettings(
        @Nullable Duration cache, @Nullable Path templates) {
    /** Every request is asked. */
    public static ReuseSettings none() {
        return new ReuseSettings(null, null);
    }
}
