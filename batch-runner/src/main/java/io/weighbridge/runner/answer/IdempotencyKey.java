package io.weighbridge.runner.answer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names an attempt to the provider: equal for all its sends, different for every other attempt of every run. */
final class IdempotencyKey {
    private IdempotencyKey() {}

    /** {@code run/custom_id/attempt}; characters that a header cannot hold are percent-encoded. */
    static String of(String runId, String customId, int attempt) {
        return runId + "/" + URLEncoder.encode(customId, StandardCharsets.UTF_8) + "/" + attempt;
    }
}
