package io.weighbridge.runner.workload;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A workload line breaks a rule; it is reported in errors.jsonl and costs nothing. Never carries prompt text. */
public final class InvalidLineException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient RejectedLine rejected;

    InvalidLineException(RejectedLine rejected) {
        super("line " + rejected.line() + ": " + rejected.field() + ": " + rejected.rule());
        this.rejected = rejected;
    }

    InvalidLineException(long line, @Nullable String customId, String field, String rule) {
        this(new RejectedLine(line, customId, field, rule));
    }

    public RejectedLine rejected() {
        return rejected;
    }
}
