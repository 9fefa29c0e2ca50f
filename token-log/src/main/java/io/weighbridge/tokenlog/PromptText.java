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

    /**
     * The text of a request as logs hold it: a messages array, an object with one ({@code messages}, {@code input},
     * {@code contents} or {@code prompt}), or the text itself. Empty where there is none.
     */
    public static String ofRequest(JsonNode request) {
        if (request.isTextual()) {
            return request.textValue();
        }
        for (String key : new String[] {"messages", "input", "contents", "prompt"}) {
            if (request.has(key)) {
                return ofRequest(request.path(key));
            }
        }
        return request.isArray() ? ofMessages(request) : "";
    }

    /** The text of an OpenAI, Anthropic, Google or OpenTelemetry array of messages; empty where there is none. */
    public static String ofMessages(JsonNode messages) {
        StringJoiner text = new StringJoiner("\n");
        for (JsonNode message : messages) {
            JsonNode content = message.path("content");
            if (message.isTextual()) {
                text.add(message.textValue());
            } else if (content.isTextual()) {
                text.add(content.textValue());
            } else {
                addParts(content.isArray() ? content : message.path("parts"), text);
            }
        }
        return text.toString();
    }

    /** The text of the parts of one message; empty where there is none. */
    public static String ofParts(JsonNode parts) {
        StringJoiner text = new StringJoiner("\n");
        addParts(parts, text);
        return text.toString();
    }

    private static void addParts(JsonNode parts, StringJoiner text) {
        for (JsonNode part : parts) {
            JsonNode content = part.has("text") ? part.path("text") : part.path("content");
            if (content.isTextual()) {
                text.add(content.textValue());
            }
        }
    }
}
