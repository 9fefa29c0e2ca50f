package io.weighbridge.audit.finetune;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a stored prompt. Ingest keeps the texts of all messages, joined, without their roles: such a prompt is one
 * turn of the user, which is also how {@code replay} asks it. Where a log held its messages as JSON in a text, that text is
 * what is stored, and its roles are known.
 *
 * @param hasRoles whether the stored prompt told them
 */
record Conversation(List<ChatMessage> messages, boolean hasRoles) {
    /** By which an array of messages is told from one of data, also those that chat lines cannot say. */
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    Conversation {
        messages = List.copyOf(messages);
    }

    /** Null where the prompt is a conversation that chat lines cannot say: tools, images, no user, or an answer begun already. */
    static @Nullable Conversation of(String prompt) {
        JsonNode logged = messages(prompt);
        if (logged == null) {
            return new Conversation(List.of(new ChatMessage(ChatMessage.USER, prompt)), false);
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode each : logged) {
            ChatMessage message = ChatMessage.of(each);
            if (message == null) {
                return null;
            }
            messages.add(message);
        }
        boolean asks = messages.getLast().role().equals(ChatMessage.USER);
        return asks ? new Conversation(messages, true) : null;
    }

    /** The array of messages that a prompt is; null where it is any other text. */
    private static @Nullable JsonNode messages(String prompt) {
        String text = prompt.strip();
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return null;
        }
        try {
            JsonNode json = StrictJson.node(text, "prompt");
            JsonNode messages = json.isObject() ? json.path("messages") : json;
            return isMessages(messages) ? messages : null;
        } catch (InvalidRecordException e) {
            return null; // a text that begins like JSON
        }
    }

    private static boolean isMessages(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return false;
        }
        for (JsonNode each : node) {
            if (!ROLES.contains(each.path("role").asText())) {
                return false;
            }
        }
        return true;
    }
}
