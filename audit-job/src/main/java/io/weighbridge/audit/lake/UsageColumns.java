package io.weighbridge.audit.lake;

import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The columns of usage that calls and outcomes share; all are null where usage is unknown. Rows of lakes that are older than
 * a column have null there, which is 0.
 */
final class UsageColumns {
    private UsageColumns() {}

    static void set(RowBuilder row, @Nullable Usage usage) {
        row.set("input_tokens", usage == null ? null : usage.inputTokens())
                .set("cache_read_tokens", usage == null ? null : usage.cacheReadTokens())
                .set("cache_write_5m_tokens", usage == null ? null : usage.cacheWrite5mTokens())
                .set("cache_write_1h_tokens", usage == null ? null : usage.cacheWrite1hTokens())
                .set("output_tokens", usage == null ? null : usage.outputTokens())
                .set("reasoning_tokens", usage == null ? null : usage.reasoningTokens())
                .set("audio_input_tokens", usage == null ? null : usage.audioInputTokens())
                .set("cached_audio_input_tokens", usage == null ? null : usage.cachedAudioInputTokens())
                .set("audio_output_tokens", usage == null ? null : usage.audioOutputTokens())
                .set("web_searches", usage == null ? null : usage.webSearches());
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
                        cells.whole("reasoning_tokens"),
                        orZero(cells, "audio_input_tokens"),
                        orZero(cells, "cached_audio_input_tokens"),
                        orZero(cells, "audio_output_tokens"),
                        orZero(cells, "web_searches"));
    }

    private static long orZero(Cells cells, String column) {
        Long value = cells.wholeOrNull(column);
        return value == null ? 0 : value;
    }
}
