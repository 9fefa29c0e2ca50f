package io.weighbridge.audit.finetune;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Examples of tests: each its own prompt, template and session unless it is said otherwise. */
final class Examples {
    private static final Instant AT = Instant.parse("2026-11-01T09:00:00Z");

    private Examples() {}

    static Example of(String callId, String prompt, String template, @Nullable String session) {
        return new Example("gateway", callId, AT, session, template, template, prompt, 1, 10, false, false);
    }

    static Example of(String callId, String prompt) {
        return of(callId, prompt, "template of " + prompt, null);
    }

    static Example scored(String callId, String prompt, double score, int minute) {
        return new Example(
                "gateway",
                callId,
                AT.plusSeconds(60L * minute),
                null,
                "template of " + prompt,
                "template of " + prompt,
                prompt,
                score,
                10,
                false,
                false);
    }
}
