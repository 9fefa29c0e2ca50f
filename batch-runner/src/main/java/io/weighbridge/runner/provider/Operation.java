package io.weighbridge.runner.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;

/** What OpenAI's API can be asked for, one by one or in a batch. A request's body says which it is. */
public enum Operation {
    CHAT("/chat/completions"),
    RESPONSES("/responses"),
    EMBEDDINGS("/embeddings");

    private static final String VERSION = "/v1";

    private final String path;

    Operation(String path) {
        this.path = path;
    }

    /** Of the resource, behind a provider's base URL. */
    public String path() {
        return path;
    }

    /** As lines and batches name it. */
    public String url() {
        return VERSION + path;
    }

    public static Optional<Operation> ofUrl(String url) {
        return Arrays.stream(values())
                .filter(operation -> operation.url().equals(url))
                .findFirst();
    }

    /** Only a chat has messages, and of the others only a response has a limit. */
    public static Operation of(JsonNode body) {
        if (body.has("messages")) {
            return CHAT;
        }
        return body.has("max_output_tokens") ? RESPONSES : EMBEDDINGS;
    }

    /** Most tokens that the answer can have: the request's limit times the number of choices; none for embeddings. */
    public long outputTokenBound(JsonNode body) {
        return switch (this) {
            case CHAT -> {
                String limit = body.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
                yield Math.multiplyExact(
                        body.path(limit).longValue(), body.path("n").asLong(1));
            }
            case RESPONSES -> body.path("max_output_tokens").longValue();
            case EMBEDDINGS -> 0;
        };
    }
}
