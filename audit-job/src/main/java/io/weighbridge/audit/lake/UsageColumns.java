package io.weighbridge.audit.lake;

import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/** The six token columns that calls and outcomes share; all are null where usage is unknown. */
final class UsageColumns {
    private UsageColumns() {}

    static void set(RowBuilder row, @Nullable Usage usage) {
        row.set("input_tokens", usage == null ? null : usage.inputTokens())
                .set("cache_read_tokens", usage == null ? null : usage.cacheReadTokens())
                .set("cache_write_5m_tokens", usage == null ? null : usage.cacheWrite5mTokens())
                .set("cache_write_1h_tokens", usage == null ? null : usage.cacheWrite1hTokens())
                .set("output_tokens", usage == null ? null : usage.outputTokens())
                .set("reasoning_tokens", usage == null ? null : usage.reasoningTokens());
    }

    static @Nullable Usage usage(Cells cells) {
        Long inputTokens = cells.wholeOrNull("input_tokens");
        return inputTokens == null
                ? null
                : new Usage(
                        inputTokens,
                        cells.whole("cache_read_tokens"),
                        cells.whole("cache_write_5m_tokens"),
                        cells.whole("cache_write_1h_tokens"),
                        cells.whole("output_tokens"),
                        cells.whole("reasoning_tokens"));
    }
}
