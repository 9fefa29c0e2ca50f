package io.weighbridge.runner.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.runner.provider.Operation;

/** What a request must be so that its cost has a bound and its text is seen. */
final class RequestRules {
    private static final long MOST_TOKENS = 10_000_000;
    private static final int MOST_CHOICES = 128;
    private static final String BOUNDS = " (it bounds what the call can cost)";
    private static final String UNBOUNDED = "must be absent: its tokens have no bound";

    private final LineCheck check;
    private final JsonNode body;

    RequestRules(LineCheck check, JsonNode body) {
        this.check = check;
        this.body = body;
    }

    void check(Operation operation) throws InvalidLineException {
        switch (operation) {
            case CHAT -> checkChat();
            case RESPONSES -> checkResponse();
            case EMBEDDINGS -> checkEmbeddings();
        }
        check.that(!body.path("stream").asBoolean(false), "body.stream", "must be false or absent");
    }

    private void checkChat() throws InvalidLineException {
        JsonNode messages = body.path("messages");
        check.that(messages.isArray() && !messages.isEmpty(), "body.messages", "must be a non-empty array");
        checkTurns("body.messages", messages);
        String limit = body.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        check.count("body." + limit, body.path(limit), MOST_TOKENS, BOUNDS);
        if (body.has("n")) {
            check.count("body.n", body.path("n"), MOST_CHOICES, "");
        }
    }

    private void checkResponse() throws InvalidLineException {
        check.that(!body.has("messages"), "body.messages", "must be absent: a response has an input");
        JsonNode input = body.path("input");
        check.that(
                isText(input) || (input.isArray() && !input.isEmpty()),
                "body.input",
                "must be text or a non-empty array of messages");
        if (input.isArray()) {
            checkTurns("body.input", input);
        }
        check.count("body.max_output_tokens", body.path("max_output_tokens"), MOST_TOKENS, BOUNDS);
        for (String reference : new String[] {"previous_response_id", "conversation", "prompt"}) {
            check.that(!body.hasNonNull(reference), "body." + reference, UNBOUNDED);
        }
        for (JsonNode tool : body.path("tools")) {
            check.that(
                    tool.path("type").asText().equals("function"),
                    "body.tools",
                    "must be functions: what other tools cost has no bound");
        }
        check.that(!body.path("background").asBoolean(false), "body.background", "must be false or absent");
    }

    private void checkEmbeddings() throws InvalidLineException {
        for (String other : new String[] {"messages", "max_output_tokens"}) {
            check.that(!body.has(other), "body." + other, "must be absent: embeddings have an input alone");
        }
        JsonNode input = body.path("input");
        boolean isTexts = input.isArray() && !input.isEmpty();
        for (JsonNode text : input) {
            isTexts &= isText(text);
        }
        check.that(isText(input) || isTexts, "body.input", "must be text or a non-empty array of texts");
    }

    private static boolean isText(JsonNode value) {
        return value.isTextual() && !value.textValue().isBlank();
    }

    private void checkTurns(String name, JsonNode turns) throws InvalidLineException {
        for (int i = 0; i < turns.size(); i++) {
            JsonNode content = turns.path(i).path("content");
            String field = name + "[" + i + "].content";
            check.that(
                    content.isTextual() || content.isArray() || content.isNull() || content.isMissingNode(),
                    field,
                    "must be text or an array of text parts");
            for (JsonNode part : content) {
                check.that(
                        part.path("text").isTextual(),
                        field,
                        "must hold text parts only: the tokens of other parts have no bound");
            }
        }
    }
}
