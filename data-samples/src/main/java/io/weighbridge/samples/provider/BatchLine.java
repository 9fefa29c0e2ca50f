package io.weighbridge.samples.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.samples.provider.SimulatedBatch.Wire;

/** Lines of results as the two APIs write them. */
final class BatchLine {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BatchLine() {}

    static String answer(Wire wire, String customId, ObjectNode answer) {
        ObjectNode line = line(wire, customId);
        if (wire == Wire.ANTHROPIC) {
            line.putObject("result").put("type", "succeeded").set("message", answer);
        } else {
            line.set("response", response(200, customId, answer));
            line.putNull("error");
        }
        return line.toString();
    }

    static String error(Wire wire, String customId, int status, String type) {
        RefusedException refused = new RefusedException(status, type, "failed on purpose");
        ObjectNode line = line(wire, customId);
        if (wire == Wire.ANTHROPIC) {
            line.putObject("result").put("type", "errored").set("error", ProviderJson.anthropicError(refused));
        } else {
            ObjectNode body = JSON.createObjectNode();
            body.putObject("error").put("message", refused.getMessage()).put("type", type);
            line.set("response", response(status, customId, body));
            line.putNull("error");
        }
        return line.toString();
    }

    /** Anthropic's line for a request that was not done; OpenAI has none. */
    static String canceled(String customId) {
        ObjectNode line = line(Wire.ANTHROPIC, customId);
        line.putObject("result").put("type", "canceled");
        return line.toString();
    }

    static String expired(Wire wire, String customId) {
        ObjectNode line = line(wire, customId);
        if (wire == Wire.ANTHROPIC) {
            line.putObject("result").put("type", "expired");
        } else {
            line.putNull("response");
            line.putObject("error")
                    .put("code", "batch_expired")
                    .put("message", "This request could not be executed before the completion window expired.");
        }
        return line.toString();
    }

    private static ObjectNode line(Wire wire, String customId) {
        ObjectNode line = JSON.createObjectNode();
        if (wire == Wire.OPENAI) {
            line.put("id", "batch_req_" + customId);
        }
        return line.put("custom_id", customId);
    }

    private static ObjectNode response(int status, String customId, ObjectNode body) {
        ObjectNode response = JSON.createObjectNode().put("status_code", status).put("request_id", "req_" + customId);
        response.set("body", body);
        return response;
    }
}
