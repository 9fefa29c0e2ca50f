package io.weighbridge.tokenlog;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;

/**
 * Providers under one name each. LiteLLM, OpenTelemetry and genai-prices spell the same provider differently; a name
 * that is not listed here stands for itself.
 */
final class ProviderName {
    private static final Map<String, String> CANONICAL = Map.ofEntries(
            entry("x-ai", "xai"),
            entry("x_ai", "xai"),
            entry("gemini", "google"),
            entry("google-vertex", "vertex_ai"),
            entry("google-gla", "google"),
            entry("gcp.gemini", "google"),
            entry("gcp.gen_ai", "google"),
            entry("gcp.vertex_ai", "vertex_ai"),
            entry("aws", "bedrock"),
            entry("aws.bedrock", "bedrock"),
            entry("bedrock_converse", "bedrock"),
            entry("azure.ai.openai", "azure"),
            entry("azure_openai", "azure"),
            entry("mistral_ai", "mistral"),
            entry("mistralai", "mistral"),
            entry("fireworks_ai", "fireworks"),
            entry("fireworks-ai", "fireworks"),
            entry("together_ai", "together"),
            entry("moonshot", "moonshotai"),
            entry("cohere_chat", "cohere"),
            entry("text-completion-openai", "openai"));

    private ProviderName() {}

    static String canonical(String provider) {
        String name = provider.toLowerCase(Locale.ROOT);
        return name.startsWith("vertex_ai-") ? "vertex_ai" : CANONICAL.getOrDefault(name, name);
    }
}
