package io.weighbridge.audit.finetune;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of one task with their outcomes, line by line as a log has them. */
final class TriageLog {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<String> calls = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();

    List<String> calls() {
        return calls;
    }

    List<String> outcomes() {
        return outcomes;
    }

    void good(String id, String prompt) {
        call(id, prompt, "answer to " + id, call -> {});
        outcome(id, 1, outcome -> {});
    }

    interface Change {
        void to(ObjectNode object);
    }

    void call(String id, String prompt, @Nullable String answer, Change change) {
        ObjectNode call = JSON.createObjectNode()
                .put("format", "weighbridge-call/1")
                .put("source", "gateway")
                .put("call_id", id)
                .put("occurred_at", "2026-11-0" + (1 + calls.size() % 2) + "T09:00:00Z")
                .put("task", "triage")
                .put("session_id", "session-of-" + id)
                .put("requested_model", "large")
                .put("status", "ok")
                .put("finish_reason", "stop")
                .put("prompt", prompt)
                .put("input_tokens", 1000)
                .put("output_tokens", 200)
                .put("billed_cost_usd", "1");
        call.putObject("labels").put("user", "user-of-" + id);
        if (answer != null) {
            call.put("response_text", answer);
        }
        change.to(call);
        calls.add(call.toString());
    }

    void outcome(String id, int score, Change change) {
        ObjectNode outcome = JSON.createObjectNode()
                .put("format", "weighbridge-outcome/1")
                .put("unit_id", id)
                .put("task", "triage")
                .put("model", "large")
                .put("score", score)
                .put("label_source", "label");
        change.to(outcome);
        outcomes.add(outcome.toString());
    }

    /** "a", "b", … "z", "ba": a template each. */
    static String letters(int number) {
        return (number < 26 ? "" : letters(number / 26)) + (char) ('a' + number % 26);
    }

    /** Of 2,000 calls 600 were drawn; the small model fails each twentieth and saves 16 thousandths on average. */
    void replay() {
        for (int draw = 0; draw < 600; draw++) {
            for (String model : List.of("large", "small")) {
                String unit = draw == 0 ? "replayed" : "r" + draw;
                int index = draw;
                outcome(unit, model.equals("small") && draw % 20 == 7 ? 0 : 1, outcome -> {
                    outcome.put("model", model).put("label_source", "grader");
                    outcome.put("cost_usd", model.equals("small") ? "0.005" : index % 2 == 0 ? "0.020" : "0.022");
                    outcome.putObject("replay")
                            .put("id", "night")
                            .put("frame", "triage")
                            .put("frame_size", 2000)
                            .put("draw_index", index)
                            .put("draw_probability", 0.0005);
                });
            }
        }
    }
}
