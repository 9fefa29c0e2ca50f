package io.weighbridge.samples.month;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.samples.truth.SampleUnit;
import io.weighbridge.samples.truth.SimulatedModel;

/** Rows as OpenAI batch request lines to the incumbent, with what the caller knows in {@code body.metadata}. */
final class WorkloadLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WorkloadLines() {}

    static String line(long row, Contents contents) {
        SampleUnit unit = contents.unit(row);
        Assignment by = contents.assignment(row);
        ObjectNode line = JSON.createObjectNode();
        line.put("custom_id", SampleCallId.of(row)).put("method", "POST").put("url", "/v1/chat/completions");
        ObjectNode body = line.putObject("body").put("model", SimulatedModel.INCUMBENT.label());
        ArrayNode messages = body.putArray("messages");
        messages.addObject().put("role", "system").put("content", unit.system());
        messages.addObject().put("role", "user").put("content", unit.user());
        body.put("max_tokens", unit.task().maxTokens());
        ObjectNode metadata = body.putObject("metadata").put("task", unit.task().label());
        metadata.put("team", by.workstream().team())
                .put("application", by.workstream().application());
        metadata.put("tenant", by.tenant()).put("session_id", by.sessionId());
        return line.toString();
    }
}
