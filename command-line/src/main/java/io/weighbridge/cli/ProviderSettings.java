package io.weighbridge.cli;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OpenAI-compatible endpoint.
 *
 * @param baseUrl http or https URL up to and including the version, as in {@code https://llm.example.com/v1}
 * @param apiKeyEnv environment variable that holds the key; null if the endpoint asks for none
 * @param models models it serves; empty is every model
 */
public record ProviderSettings(URI baseUrl, @Nullable String apiKeyEnv, List<String> models) {
    public ProviderSettings {
        models = List.copyOf(models);
    }
}
