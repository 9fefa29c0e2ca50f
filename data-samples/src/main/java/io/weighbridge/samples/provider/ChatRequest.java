package io.weighbridge.samples.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.tokenlog.PromptText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request of any operation, as far as the simulation looks at it.
 *
 * @param prompt text of all messages
 * @param user text of the last user message
 * @param messages number of messages
 * @param maxTokens most output tokens that the caller takes
 */
record ChatRequest(
        Operation operation, SimulatedModel model, String prompt, String user, int messages, long maxTokens) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws RefusedException with the status and message that a real provider would send */
    static ChatRequest read(Operation operation, byte[] body) {
        JsonNode json = parse(body);
        return switch (operation) {
            case CHAT -> read(json);
            case RESPONSES -> readOther(operation, json, "max_output_tokens");
            case EMBEDDINGS -> readOther(operation, json, "");
        };
    }

    /** What has an input in the place of messages. */
    private static ChatRequest readOther(Operation operation, JsonNode json, String limit) {
        JsonNode input = json.path("input");
        if (input.isMissingNode() || input.isEmpty() && input.asText().isEmpty()) {
            throw new RefusedException(400, "invalid_request_error", "input: must be text or a list that is not empty");
        }
        ObjectNode chat = JSON.createObjectNode();
        chat.set("model", json.path("model"));
        chat.set("stream", json.path("stream"));
        if (json.hasNonNull(limit)) {
            chat.set("max_tokens", json.path(limit));
        }
        ArrayNode messages = chat.putArray("messages");
        if (json.hasNonNull("instructions")) {
            messages.addObject().put("role", "system").set("content", json.path("instructions"));
        }
        if (operation == Operation.RESPONSES && input.isArray()) {
            input.forEach(messages::add);
        } else {
            messages.addObject().put("role", "user").put("content", PromptText.ofRequest(json));
        }
        ChatRequest read = read(chat);
        return new ChatRequest(operation, read.model, read.prompt, read.user, read.messages, read.maxTokens);
    }

    private static ChatRequest read(JsonNode json) {
        String name = json.path("model").asText("");
        SimulatedModel model = SimulatedModel.named(name)
                .orElseThrow(() -> new RefusedException(404, "model_not_found", "model: must be one of /v1/models"));
        JsonNode messages = json.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw new RefusedException(400, "invalid_request_error", "messages: must be a list that is not empty");
        }
        if (json.path("stream").asBoolean(false)) {
            throw new RefusedException(400, "invalid_request_error", "stream: must be false, this server cannot");
        }
        JsonNode limit = json.path(json.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens");
        if (!limit.isMissingNode() && !limit.isNull() && limit.asLong(0) < 1) {
            throw new RefusedException(400, "invalid_request_error", "max_tokens: must be at least 1");
        }
        return new ChatRequest(
                Operation.CHAT,
                model,
                PromptText.ofMessages(messages),
                lastUserMessage(messages),
                messages.size(),
                limit.asLong(Long.MAX_VALUE));
    }

    /** A request of Anthropic's messages API. */
    static ChatRequest readAnthropic(byte[] body) {
        JsonNode json = parse(body);
        if (json.path("max_tokens").asLong(0) < 1) {
            throw new RefusedException(400, "invalid_request_error", "max_tokens: Field required");
        }
        ObjectNode chat = JSON.createObjectNode();
        chat.set("model", json.path("model"));
        chat.set("max_tokens", json.path("max_tokens"));
        ArrayNode messages = chat.putArray("messages");
        if (json.path("system").isTextual()) {
            messages.addObject().put("role", "system").set("content", json.path("system"));
        }
        json.path("messages").forEach(messages::add);
        for (JsonNode message : json.path("messages")) {
            if (!List.of("user", "assistant").contains(message.path("role").asText())) {
                throw new RefusedException(400, "invalid_request_error", "messages: role must be user or assistant");
            }
        }
        return read(chat);
    }

    private static String lastUserMessage(JsonNode messages) {
        String user = "";
        for (JsonNode message : messages) {
            if (message.path("role").asText("").equals("user")) {
                user = PromptText.ofMessages(JSON.createArrayNode().add(message));
            }
        }
        return user;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new RefusedException(400, "invalid_request_error", "body: must be JSON");
        }
    }
}
