package io.weighbridge.samples.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.tokenlog.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The provider's answers as the OpenAI API writes them, and its statistics. */
final class ProviderJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIMENSIONS = 8;

    private ProviderJson() {}

    /** Object "response". */
    static ObjectNode response(String id, Instant created, Completion completion) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", id).put("object", "response").put("created_at", created.getEpochSecond());
        boolean isCut = completion.finishReason().equals("length");
        json.put("status", isCut ? "incomplete" : "completed").putNull("error");
        if (isCut) {
            json.putObject("incomplete_details").put("reason", "max_output_tokens");
        } else {
            json.putNull("incomplete_details");
        }
        json.put("model", completion.model().label());
        ObjectNode message = json.putArray("output").addObject();
        message.put("type", "message")
                .put("id", "msg_" + id)
                .put("role", "assistant")
                .put("status", "completed");
        ObjectNode part = message.putArray("content").addObject().put("type", "output_text");
        part.put("text", completion.text()).putArray("annotations");
        Usage usage = completion.usage();
        ObjectNode counts = json.putObject("usage");
        counts.put("input_tokens", usage.inputTokens()).put("output_tokens", usage.outputTokens());
        counts.put("total_tokens", usage.inputTokens() + usage.outputTokens());
        counts.putObject("input_tokens_details").put("cached_tokens", usage.cacheReadTokens());
        counts.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return json;
    }

    /** Object "list" of one embedding, of numbers that hang on the number of tokens alone. */
    static ObjectNode embeddings(Completion completion) {
        ObjectNode json = JSON.createObjectNode().put("object", "list");
        json.put("model", completion.model().label());
        ArrayNode vector = json.putArray("data")
                .addObject()
                .put("object", "embedding")
                .put("index", 0)
                .putArray("embedding");
        long tokens = completion.usage().inputTokens();
        for (int i = 0; i < DIMENSIONS; i++) {
            vector.add(Math.sin(tokens + i));
        }
        json.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return json;
    }

    /** Object "chat.completion". */
    static ObjectNode completionObject(String id, Instant created, Completion completion) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", id).put("object", "chat.completion").put("created", created.getEpochSecond());
        json.put("model", completion.model().label());
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", completion.text());
        choice.put("finish_reason", completion.finishReason());
        Usage usage = completion.usage();
        ObjectNode counts = json.putObject("usage");
        counts.put("prompt_tokens", usage.inputTokens()).put("completion_tokens", usage.outputTokens());
        counts.put("total_tokens", usage.inputTokens() + usage.outputTokens());
        counts.putObject("prompt_tokens_details").put("cached_tokens", usage.cacheReadTokens());
        counts.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return json;
    }

    /** Anthropic's object "message". */
    static ObjectNode message(String id, Completion completion, String tier) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", id).put("type", "message").put("role", "assistant");
        json.put("model", completion.model().label());
        json.putArray("content").addObject().put("type", "text").put("text", completion.text());
        json.put("stop_reason", completion.finishReason().equals("length") ? "max_tokens" : "end_turn");
        json.putNull("stop_sequence");
        Usage usage = completion.usage();
        json.putObject("usage")
                .put("input_tokens", usage.inputTokens() - usage.cacheReadTokens())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", usage.cacheReadTokens())
                .put("output_tokens", usage.outputTokens())
                .put("service_tier", tier);
        return json;
    }

    /** Anthropic's object "error". */
    static ObjectNode anthropicError(RefusedException refused) {
        ObjectNode json = JSON.createObjectNode().put("type", "error");
        json.putObject("error").put("type", refused.type()).put("message", refused.getMessage());
        return json;
    }

    /** Object "list" of all models. */
    static byte[] models() {
        ObjectNode json = JSON.createObjectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (SimulatedModel model : SimulatedModel.values()) {
            data.addObject().put("id", model.label()).put("object", "model").put("owned_by", SimulatedModel.PROVIDER);
        }
        return bytes(json);
    }

    static byte[] error(RefusedException refused) {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("error").put("message", refused.getMessage()).put("type", refused.type());
        return bytes(json);
    }

    static byte[] stats(ProviderStats.Snapshot stats) {
        ObjectNode json = JSON.createObjectNode();
        json.put("requests", stats.requests()).put("paid_calls", stats.paidCalls());
        json.put("repeated_answers", stats.repeatedAnswers())
                .put("cost_usd", stats.cost().toString());
        ObjectNode models = json.putObject("by_model");
        stats.byModel()
                .forEach((model, bill) -> models.putObject(model)
                        .put("calls", bill.calls())
                        .put("input_tokens", bill.inputTokens())
                        .put("output_tokens", bill.outputTokens())
                        .put("cost_usd", bill.cost().toString()));
        ObjectNode faults = json.putObject("faults");
        stats.faults().forEach(faults::put);
        return bytes(json);
    }

    static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
