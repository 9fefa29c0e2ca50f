package io.weighbridge.runner.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.runner.provider.Operation;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.PromptText;
import org.jspecify.annotations.Nullable;

/**
 * One request of the workload, checked.
 *
 * @param line position in the file, from 1; orders the items and names them in the journal
 * @param customId the caller's key, unique in the workload
 * @param body the request; its model is the incumbent
 */
public record WorkloadItem(long line, String customId, ObjectNode body) {

    /** The model that would answer without a policy. */
    public String requestedModel() {
        return body.path("model").textValue();
    }

    public String task() {
        return body.path("metadata").path("task").textValue();
    }

    public Operation operation() {
        return Operation.of(body);
    }

    /** The text the policy sees: what an ingest of the call would see. */
    public String prompt() {
        return PromptText.ofRequest(body);
    }

    public Attribution attribution() {
        return new Attribution(
                metadata("tenant"),
                metadata("team"),
                metadata("application"),
                metadata("agent"),
                task(),
                metadata("workflow_id"),
                null,
                null,
                metadata("session_id"));
    }

    private @Nullable String metadata(String key) {
        JsonNode value = body.path("metadata").path(key);
        return value.isTextual() ? value.textValue() : null;
    }

    /** Most tokens the answer can have. */
    public long outputTokenBound() {
        return operation().outputTokenBound(body);
    }

    /** The request as it is sent: the incumbent replaced by the chosen model. */
    public String bodyFor(String chosenModel) {
        ObjectNode sent = body.deepCopy();
        sent.put("model", chosenModel);
        return sent.toString();
    }
}
