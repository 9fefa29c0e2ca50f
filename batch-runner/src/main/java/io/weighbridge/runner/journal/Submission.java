package io.weighbridge.runner.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is or was to be made of items of one model.
 *
 * @param number from 1 within the run
 * @param requests items in it
 * @param sends how often its creation was asked for; more than once only after it was known not to be
 * @param sentAt when its creation was last asked for; null where it was not
 * @param batchId the provider's name for it; null while nobody has said that it was created
 */
public record Submission(
        int number,
        String provider,
        String model,
        int requests,
        int sends,
        @Nullable Instant sentAt,
        @Nullable String batchId) {

    public Submission sentAgain(Instant now) {
        return new Submission(number, provider, model, requests, sends + 1, now, batchId);
    }

    public Submission createdAs(@Nullable String newBatchId) {
        return new Submission(number, provider, model, requests, sends, sentAt, newBatchId);
    }
}
