package io.weighbridge.tokenlog.usage;

import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/** Usage of Cohere's APIs: version 2 reports it in {@code usage}, version 1 in {@code meta}. */
final class CohereUsage {
    private CohereUsage() {}

    /** An embedding has no output. */
    static @Nullable Usage billed(UsageNode usage) {
        UsageNode units = usage.at("billed_units");
        Long input = units.first("input_tokens");
        return input == null ? null : Usage.of(input, units.orZero("output_tokens"));
    }

    static @Nullable Usage tokens(UsageNode usage) {
        UsageNode tokens = usage.at("tokens");
        Long input = tokens.first("input_tokens");
        return input == null
                ? null
                : new UsageParts(input, tokens.orZero("output_tokens"))
                        .cacheRead(usage.orZero("cached_tokens"))
                        .build();
    }
}
