package io.weighbridge.tokenlog.usage;

import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/** Usage of Amazon Bedrock's Converse API, whose three input counts exclude one another. */
final class BedrockUsage {
    private BedrockUsage() {}

    static @Nullable Usage converse(UsageNode usage) {
        Long fresh = usage.first("inputTokens");
        Long output = usage.first("outputTokens");
        if (fresh == null || output == null) {
            return null;
        }
        long read = usage.orZero("cacheReadInputTokens", "cacheReadInputTokenCount");
        long living1h = usage.sumWhere("cacheDetails", "ttl", "1h", "inputTokens");
        long written = usage.orZero("cacheWriteInputTokens", "cacheWriteInputTokenCount");
        return new UsageParts(fresh + read + written, output)
                .cacheRead(read)
                .cacheWrites(written, living1h, "cacheDetails.1h")
                .build();
    }
}
