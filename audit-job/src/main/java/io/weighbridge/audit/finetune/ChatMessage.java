package io.weighbridge.audit.finetune;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation.
 *
 * @param role "system", "user" or "assistant"
 */
record ChatMessage(String role, String content) {
    static final String SYSTEM = "system";
    static final String USER = "user";
    static final String ASSISTANT = "assistant";

    private static final Set<String> ROLES = Set.of(SYSTEM, USER, ASSISTANT);
    /** What a newer API calls the system. */
    private static final String DEVELOPER = "developer";

    /** Null where the message holds more than text, or has a role of no chat. */
    static @Nullable ChatMessage of(JsonNode message) {
        String role = message.path("role").asText();
        String known = role.equals(DEVELOPER) ? SYSTEM : role;
        boolean calls = message.hasNonNull("tool_calls") || message.hasNonNull("function_call");
        String text = text(message.path("content"));
        return calls || text == null || !ROLES.contains(known) ? null : new ChatMessage(known, text);
    }

    /** Text, or parts that are all text, joined by a line feed. */
    private static @Nullable String text(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray() || content.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            JsonNode type = part.path("type");
            if (!part.path("text").isTextual()
                    || !type.isMissingNode() && !type.asText().endsWith("text")) {
                return null;
            }
            text.append(text.isEmpty() ? "" : "\n").append(part.path("text").textValue());
        }
        return text.toString();
    }
}
