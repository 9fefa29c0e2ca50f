package io.weighbridge.runner.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An OpenAI-compatible chat completion endpoint.
 *
 * @param provider name in the configuration, as in "simulated"
 * @param chatCompletions where requests are posted
 * @param apiKey sent as bearer token; null where the provider needs none
 */
public record Endpoint(
        String provider, URI chatCompletions, @Nullable String apiKey) {

    public Endpoint {
        String scheme = chatCompletions.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException(
                    "providers." + provider + ".base_url: must start with http:// or https://, was " + chatCompletions);
        }
    }

    /** @param baseUrl as OpenAI's own clients take it, as in {@code https://api.openai.com/v1} */
    public static Endpoint of(String provider, String baseUrl, @Nullable String apiKey) {
        String base = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        return new Endpoint(provider, URI.create(base + "/chat/completions"), apiKey);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return provider + " at " + chatCompletions;
    }
}
