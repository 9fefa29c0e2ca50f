package io.weighbridge.samples.month;

import io.weighbridge.tokenlog.CanonicalCallJson;

/** {@link CanonicalCalls} as JSON lines. */
final class CanonicalLines implements LogLines {
    private static final CanonicalCalls CALLS = new CanonicalCalls(true);

    @Override
    public String fileSuffix() {
        return ".calls.jsonl.gz";
    }

    @Override
    public String line(Attempt attempt) {
        return CanonicalCallJson.toJson(CALLS.call(attempt));
    }
}
