package io.weighbridge.tokenlog.usage;

import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/** Usage of Anthropic's Messages API, whose three input counts exclude one another. */
final class AnthropicUsage {
    private AnthropicUsage() {}

    static @Nullable Usage messages(UsageNode usage) {
        Long fresh = usage.first("input_tokens");
        Long output = usage.first("output_tokens");
        if (fresh == null || output == null) {
            return null;
        }
        UsageNode lifetimes = usage.at("cache_creation");
        String hour = "ephemeral_1h_input_tokens";
        long living1h = lifetimes.orZero(hour);
        Long told = usage.first("cache_creation_input_tokens");
        long written = told != null ? told : living1h + lifetimes.orZero("ephemeral_5m_input_tokens");
        long read = usage.orZero("cache_read_input_tokens");
        return new UsageParts(fresh + read + written, output)
                .cacheRead(read)
                .cacheWrites(written, living1h, hour)
                .reasoning(usage.at("output_tokens_details").orZero("thinking_tokens"))
                .webSearches(usage.at("server_tool_use").orZero("web_search_requests"))
                .build();
    }
}
