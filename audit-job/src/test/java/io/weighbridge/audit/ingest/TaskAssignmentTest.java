package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskAssignmentTest {
    private static final TaskAssignment RULES = new TaskAssignment(List.of(
            new TaskRule("billing", "bill-bot", Map.of(), null),
            new TaskRule("triage", null, Map.of("queue", "tickets"), null),
            new TaskRule("sql", null, Map.of(), Pattern.compile("(?i)write a query"))));

    @Test
    void aRuleGivesTheTaskByApplicationLabelOrPrompt() {
        assertEquals("billing", task(call(null, "bill-bot", Map.of(), null)));
        assertEquals("triage", task(call(null, null, Map.of("queue", "tickets"), null)));
        assertEquals("sql", task(call(null, null, Map.of(), "Please write a query for churn")));
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        assertEquals("billing", task(call(null, "bill-bot", Map.of("queue", "tickets"), null)));
    }

    @Test
    void theCallsOwnTaskWins() {
        assertEquals("own", task(call("own", "bill-bot", Map.of(), null)));
    }

    @Test
    void aCallThatNoRuleMatchesHasNoTask() {
        assertNull(task(call(null, "other", Map.of("queue", "mail"), "Hello")));
    }

    private static @Nullable String task(CanonicalCall call) {
        return RULES.assign(call).attribution().task();
    }

    private static CanonicalCall call(
            @Nullable String task, @Nullable String application, Map<String, String> labels, @Nullable String prompt) {
        return new CanonicalCall(
                "gateway",
                "1",
                Instant.EPOCH,
                new Attribution(null, null, application, null, task, null, null, null, null),
                new Request(null, "sim-small", null, prompt, null, null, null, labels),
                Response.ok(),
                null,
                null,
                null);
    }
}
