package io.weighbridge.runner.batch;

import io.weighbridge.runner.journal.Submission;
import io.weighbridge.tokenlog.Sha256;
import java.util.OptionalLong;

/**
 * Names a submission, and its requests, to the provider: what no other run's can be taken for, and of the characters
 * that every provider takes. The callers' own ids stay here.
 *
 * @param name of the submission, as in {@code wb-0123456789abcdef}
 */
record BatchKey(String name) {
    private static final int HEX_DIGITS = 16;

    static BatchKey of(String runId, Submission submission) {
        String hash = Sha256.hex(runId + "/" + submission.number());
        return new BatchKey("wb-" + hash.substring(0, HEX_DIGITS));
    }

    /** The custom_id of the item at a line of the workload. */
    String customId(long line) {
        return name + "-" + line;
    }

    /** The line of an item; empty for a custom_id that is not of this submission. */
    OptionalLong line(String customId) {
        String prefix = name + "-";
        if (!customId.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(customId.substring(prefix.length())));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
