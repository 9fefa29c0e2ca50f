package io.weighbridge.audit.replay;

import java.util.ArrayList;
import java.util.List;

/** The calls of one task that its incumbent answered in the window, by id: what a replay draws from. */
final class FrameCalls {
    private final List<String> ids = new ArrayList<>();
    private final List<long[]> tokens = new ArrayList<>();
    private long withoutText;

    /** @param outputTokens of the incumbent's answer */
    void add(String callId, boolean hasText, long inputTokens, long outputTokens) {
        if (!hasText) {
            withoutText++;
        }
        ids.add(callId);
        tokens.add(new long[] {inputTokens, outputTokens});
    }

    int size() {
        return ids.size();
    }

    String id(int call) {
        return ids.get(call);
    }

    long inputTokens(int call) {
        return tokens.get(call)[0];
    }

    long outputTokens(int call) {
        return tokens.get(call)[1];
    }

    /** Calls that cannot be sent again. */
    long withoutText() {
        return withoutText;
    }
}
