package io.weighbridge.tokenlog;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Service tiers under one name each: OpenAI's "default" and "auto" and Anthropic's "standard" are the standard tier. */
final class ServiceTier {
    private static final Set<String> STANDARD = Set.of("", "default", "standard", "auto", "on_demand");

    private ServiceTier() {}

    /** The tier, null for the standard one. */
    static @Nullable String canonical(@Nullable String tier) {
        if (tier == null) {
            return null;
        }
        String name = tier.toLowerCase(Locale.ROOT);
        return STANDARD.contains(name) ? null : name;
    }
}
