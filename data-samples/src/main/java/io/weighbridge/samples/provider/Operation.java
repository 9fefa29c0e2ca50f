package io.weighbridge.samples.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What OpenAI's API is asked for, one by one or in a batch. */
enum Operation {
    CHAT("/v1/chat/completions", "chatcmpl-"),
    RESPONSES("/v1/responses", "resp_"),
    EMBEDDINGS("/v1/embeddings", "embd_");

    private final String url;
    private final String prefix;

    Operation(String url, String prefix) {
        this.url = url;
        this.prefix = prefix;
    }

    String url() {
        return url;
    }

    static Optional<Operation> ofUrl(String url) {
        return Arrays.stream(values())
                .filter(operation -> operation.url.equals(url))
                .findFirst();
    }

    /** An answer in the operation's form. */
    ObjectNode write(long number, Instant created, Completion completion) {
        String id = prefix + number;
        return switch (this) {
            case CHAT -> ProviderJson.completionObject(id, created, completion);
            case RESPONSES -> ProviderJson.response(id, created, completion);
            case EMBEDDINGS -> ProviderJson.embeddings(completion);
        };
    }
}
