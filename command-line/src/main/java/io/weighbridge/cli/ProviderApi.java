package io.weighbridge.cli;

/** The protocol that a provider speaks. */
public enum ProviderApi {
    /** Chat completions, files and batches as OpenAI defines them. */
    OPENAI,
    /** Messages and message batches as Anthropic defines them. */
    ANTHROPIC
}
