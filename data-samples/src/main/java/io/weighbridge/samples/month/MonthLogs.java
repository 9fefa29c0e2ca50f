package io.weighbridge.samples.month;

/** The form of a month's logs, a file a day. */
public enum MonthLogs {
    /**
     * {@code DAY.litellm.jsonl.gz} for the first three quarters of the days and {@code DAY.calls.jsonl.gz} for the rest: the company
     * changed its gateway.
     */
    GATEWAYS(new LiteLlmLines(), new CanonicalLines()),
    /** {@code DAY.calls.parquet}: canonical calls. */
    PARQUET(new CanonicalParquet(new CanonicalCalls(true))),
    /** The same with hashes in the place of prompts, which takes a twentieth of the space. */
    HASHED(new CanonicalParquet(new CanonicalCalls(false)));

    private final LogFormat before;
    private final LogFormat after;

    MonthLogs(LogFormat before, LogFormat after) {
        this.before = before;
        this.after = after;
    }

    MonthLogs(LogFormat always) {
        this(always, always);
    }

    LogFormat format(int day, int days) {
        return day < days * 3 / 4 ? before : after;
    }
}
