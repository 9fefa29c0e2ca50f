package io.weighbridge.runner.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.provider.Completion;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.workload.RejectedLine;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.runner.workload.WorkloadItem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lines of results.jsonl, errors.jsonl and needs-human.jsonl in the form of OpenAI's batch output (FORMAT.md). */
final class BatchLines {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final String runId;
    private final String workload;

    BatchLines(String runId, String workload) {
        this.runId = runId;
        this.workload = workload;
    }

    String result(WorkloadItem item, List<Attempt> attempts) {
        Attempt answered = answer(attempts)
                .orElseThrow(() -> new IllegalStateException(
                        "run " + runId + ": line " + item.line() + " succeeded, but has no answered attempt"));
        ObjectNode line = line(callId(item, answered), item.customId());
        line.set("response", response(answered.ending()));
        line.putNull("error");
        return line.toString();
    }

    /** The attempt whose answer is the item's result. */
    static Optional<Attempt> answer(List<Attempt> attempts) {
        return attempts.stream()
                .filter(attempt -> attempt.isToAnswer()
                        && attempt.ending() != null
                        && attempt.ending().verdict().equals(Verdict.ANSWERED.label()))
                .findFirst();
    }

    String rejected(RejectedLine rejected) {
        ObjectNode line = line(runId + "/line-" + rejected.line(), rejected.customId());
        line.putNull("response");
        ObjectNode error = line.putObject("error");
        error.put("code", "invalid_line");
        error.put("message", workload + ":" + rejected.line() + ": " + rejected.field() + ": " + rejected.rule());
        error.put("line", rejected.line());
        error.put("field", rejected.field());
        error.put("rule", rejected.rule());
        return line.toString();
    }

    String unanswered(WorkloadItem item, List<Attempt> attempts) {
        return unansweredLine(item, attempts).toString();
    }

    /** What {@link #unanswered} says, and the request with it, so that a person can take over. */
    String needsHuman(RoutedItem routed, List<Attempt> attempts) {
        WorkloadItem item = routed.item();
        ObjectNode line = unansweredLine(item, attempts);
        line.put("task", item.task());
        line.put("attempts", attempts.size());
        ArrayNode tried = line.putArray("tried");
        attempts.forEach(attempt -> tried.add(tried(attempt, routed.decision().chosenModel())));
        line.set("request", item.body());
        return line.toString();
    }

    private static ObjectNode tried(Attempt attempt, String routed) {
        AttemptEnding ending = attempt.ending();
        ObjectNode tried = JSON.createObjectNode();
        tried.put("model", attempt.modelOr(routed));
        if (attempt.judging() != null) {
            tried.put("judges", attempt.judging().attempt());
        }
        if (attempt.reused() != null) {
            tried.put("served_by", attempt.reused().label());
        }
        tried.put("verdict", ending == null ? Verdict.LOST.label() : ending.verdict());
        tried.put("message", ending == null ? "no reply is recorded" : ending.error());
        tried.put(
                "cost_usd",
                ending == null || ending.cost() == null ? null : ending.cost().toString());
        Completion answer = ending == null || ending.reply() == null ? null : Completion.parse(ending.reply());
        tried.put("answer", answer == null ? null : answer.text());
        return tried;
    }

    private ObjectNode unansweredLine(WorkloadItem item, List<Attempt> attempts) {
        Attempt last = attempts.reversed().stream()
                .filter(Attempt::isToAnswer)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "run " + runId + ": line " + item.line() + " was given up without an attempt"));
        AttemptEnding ending = last.ending();
        ObjectNode line = line(callId(item, last), item.customId());
        line.set("response", response(ending));
        ObjectNode error = line.putObject("error");
        error.put("code", ending == null ? Verdict.LOST.label() : ending.verdict());
        error.put("message", ending == null ? "no reply is recorded" : ending.error());
        error.put("line", item.line());
        return line;
    }

    String callId(WorkloadItem item, Attempt attempt) {
        return runId + "/" + item.customId() + "/" + attempt.number();
    }

    private static ObjectNode line(String id, @Nullable String customId) {
        ObjectNode line = JSON.createObjectNode();
        line.put("id", id);
        line.put("custom_id", customId);
        return line;
    }

    private static JsonNode response(@Nullable AttemptEnding ending) {
        if (ending == null || ending.statusCode() == null) {
            return JSON.nullNode();
        }
        ObjectNode response = JSON.createObjectNode();
        response.put("status_code", ending.statusCode());
        response.put("request_id", ending.requestId());
        response.set("body", body(ending.reply()));
        return response;
    }

    /** The reply as JSON where it is JSON, else as text. */
    private static JsonNode body(@Nullable String reply) {
        if (reply == null) {
            return JSON.nullNode();
        }
        try {
            JsonNode json = JSON.readTree(reply);
            return json.isMissingNode() ? JSON.nullNode() : json;
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(reply);
        }
    }
}
