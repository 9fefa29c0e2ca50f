package io.weighbridge.tokenlog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/**
 * The text of a chat request, as features see it: the text parts of all messages in order, joined by a line feed.
 * Roles, images and tool definitions are left out. Ingest and runner both take it from here, so that training and
 * serving see the same bytes.
 */
public final class PromptText {
    private PromptText() {}

    /** The text of an OpenAI or Anthropic {@code messages} array; empty where there is none. */
    public static String ofMessages(JsonNode messages) {
        StringJoiner text = new StringJoiner("\n");
        for (JsonNode message : messages) {
            JsonNode content = message.path("content");
            if (content.isTextual()) {
                text.add(content.textValue());
            } else {
                for (JsonNode part : content) {
                    if (part.path("text").isTextual()) {
                        text.add(part.path("text").textValue());
                    }
                }
            }
        }
        return text.toString();
    }
}
