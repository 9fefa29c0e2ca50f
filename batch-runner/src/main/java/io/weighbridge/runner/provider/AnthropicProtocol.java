package io.weighbridge.runner.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Anthropic's messages API. Texts, limits and sampling are translated; a request with anything else (tools, response
 * formats, several choices, cache control) is not sent, because an answer to half of a request is no answer.
 */
final class AnthropicProtocol implements Protocol {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String VERSION = "2023-06-01";
    private static final List<String> SYSTEM_ROLES = List.of("system", "developer");
    private static final List<String> PART_FIELDS = List.of("type", "text");

    @Override
    public String path(Operation operation) {
        return "/messages";
    }

    @Override
    public HttpRequest.Builder request(Endpoint endpoint, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resource(path)).header("anthropic-version", VERSION);
        if (endpoint.apiKey() != null) {
            request.header("x-api-key", endpoint.apiKey());
        }
        return request;
    }

    @Override
    public String requestBody(Operation operation, String chat) throws UntranslatableException {
        require(operation == Operation.CHAT, "url", "must be \"" + Operation.CHAT.url() + "\" for this provider");
        JsonNode body = tree(chat);
        ObjectNode message = JSON.createObjectNode();
        for (Iterator<Map.Entry<String, JsonNode>> fields = body.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!field.getValue().isNull()) {
                put(message, field.getKey(), field.getValue());
            }
        }
        return message.toString();
    }

    private static void put(ObjectNode message, String field, JsonNode value) throws UntranslatableException {
        switch (field) {
            case "model", "top_p" -> message.set(field, value);
            case "max_tokens" -> message.putIfAbsent(field, value);
            case "max_completion_tokens" -> message.set("max_tokens", value);
            case "messages" -> putMessages(message, value);
            case "temperature" -> {
                require(value.asDouble() <= 1, "body.temperature", "must be at most 1 for this provider");
                message.set(field, value);
            }
            case "stop" -> {
                ArrayNode sequences = message.putArray("stop_sequences");
                if (value.isTextual()) {
                    sequences.add(value);
                } else {
                    value.forEach(sequences::add);
                }
            }
            case "user" -> message.putObject("metadata").set("user_id", value);
            case "n" -> require(value.asInt() == 1, "body.n", "must be 1 for this provider");
            case "metadata", "stream" -> {} // ours, and false
            default -> throw new UntranslatableException("body." + field, "has no equal at this provider");
        }
    }

    private static void putMessages(ObjectNode message, JsonNode messages) throws UntranslatableException {
        List<String> system = new ArrayList<>();
        ArrayNode turns = message.putArray("messages");
        for (int i = 0; i < messages.size(); i++) {
            JsonNode each = messages.path(i);
            String field = "body.messages[" + i + "]";
            String role = each.path("role").asText();
            String text = text(each, field);
            if (SYSTEM_ROLES.contains(role)) {
                system.add(text);
            } else {
                require(
                        role.equals("user") || role.equals("assistant"),
                        field + ".role",
                        "must be system, user or assistant");
                turns.addObject().put("role", role).put("content", text);
            }
        }
        if (!system.isEmpty()) {
            message.put("system", String.join("\n\n", system));
        }
    }

    private static String text(JsonNode message, String field) throws UntranslatableException {
        for (Iterator<String> names = message.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            require(
                    name.equals("role")
                            || name.equals("content")
                            || message.path(name).isNull(),
                    field + "." + name,
                    "has no equal at this provider");
        }
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        require(content.isArray(), field + ".content", "must be text");
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            for (Iterator<String> names = part.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                require(PART_FIELDS.contains(name), field + ".content." + name, "has no equal at this provider");
            }
            text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asText());
        }
        return text.toString();
    }

    private static void require(boolean holds, String field, String rule) throws UntranslatableException {
        if (!holds) {
            throw new UntranslatableException(field, rule);
        }
    }

    @Override
    public String completion(String reply) {
        JsonNode message;
        try {
            message = JSON.readTree(reply);
        } catch (JsonProcessingException e) {
            return reply;
        }
        return message.path("type").asText().equals("message") ? completion(message) : reply;
    }

    private static String completion(JsonNode message) {
        StringBuilder text = new StringBuilder();
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asText().equals("text")) {
                text.append(block.path("text").asText());
            }
        }
        ObjectNode completion = JSON.createObjectNode();
        completion.set("id", message.path("id"));
        completion.put("object", "chat.completion");
        completion.set("model", message.path("model"));
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", text.toString());
        choice.put("finish_reason", finishReason(message.path("stop_reason").asText()));
        putUsage(completion, message.path("usage"));
        return completion.toString();
    }

    private static String finishReason(String stopReason) {
        return switch (stopReason) {
            case "end_turn", "stop_sequence" -> "stop";
            case "max_tokens" -> "length";
            case "refusal" -> "content_filter";
            default -> stopReason;
        };
    }

    /** Anthropic's input tokens are without those of the cache, OpenAI's with them. */
    private static void putUsage(ObjectNode completion, JsonNode usage) {
        if (!usage.path("input_tokens").isIntegralNumber()
                || !usage.path("output_tokens").isIntegralNumber()) {
            return;
        }
        long read = usage.path("cache_read_input_tokens").asLong(0);
        long written = usage.path("cache_creation_input_tokens").asLong(0);
        long input = usage.path("input_tokens").longValue() + read + written;
        long output = usage.path("output_tokens").longValue();
        ObjectNode counts = completion.putObject("usage");
        counts.put("prompt_tokens", input).put("completion_tokens", output).put("total_tokens", input + output);
        counts.put("cache_creation_input_tokens", written);
        counts.putObject("prompt_tokens_details").put("cached_tokens", read);
    }

    private static JsonNode tree(String chat) {
        try {
            return JSON.readTree(chat);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a checked request must be JSON", e);
        }
    }
}
