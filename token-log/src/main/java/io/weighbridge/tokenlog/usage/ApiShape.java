package io.weighbridge.tokenlog.usage;

/** How an API reports the tokens of a call: under which keys, and which counts contain which. */
public enum ApiShape {
    /**
     * OpenAI Chat Completions and the many that follow it (Azure, DeepSeek, Groq, Mistral, Moonshot, OpenRouter, ...):
     * {@code prompt_tokens} includes cached tokens, {@code completion_tokens} includes reasoning.
     */
    OPENAI_CHAT,
    /** xAI Chat Completions: as OpenAI's, but {@code completion_tokens} leaves reasoning out. */
    XAI_CHAT,
    /** OpenAI Embeddings: {@code prompt_tokens} only; the output is 0. */
    OPENAI_EMBEDDINGS,
    /** OpenAI Responses and Realtime: {@code input_tokens} includes cached tokens, {@code output_tokens} reasoning. */
    OPENAI_RESPONSES,
    /** Anthropic Messages: {@code input_tokens} leaves out what was read from and written to the cache. */
    ANTHROPIC_MESSAGES,
    /**
     * Google Gemini: {@code promptTokenCount} includes cached content but not the prompts of tools, and
     * {@code candidatesTokenCount} leaves thoughts out. A count of 0 is not written.
     */
    GOOGLE,
    /** Amazon Bedrock Converse: {@code inputTokens} leaves out what was read from and written to the cache. */
    BEDROCK_CONVERSE,
    /** Cohere's {@code billed_units}: what is charged. */
    COHERE_BILLED,
    /** Cohere's {@code tokens}: what went through the model, more than is charged. */
    COHERE_TOKENS
}
