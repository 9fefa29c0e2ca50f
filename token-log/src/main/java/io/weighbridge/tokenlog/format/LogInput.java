package io.weighbridge.tokenlog.format;

import org.jspecify.annotations.Nullable;

/**
 * What is ingested as one: a log, and the prompts beside it where the log is an outcomes table.
 *
 * @param prompts the texts that the log's rows refer to; null where there are none
 */
public record LogInput(LogSource log, @Nullable LogSource prompts) {
    public static LogInput of(LogSource log) {
        return new LogInput(log, null);
    }
}
