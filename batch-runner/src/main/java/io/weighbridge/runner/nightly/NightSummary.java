package io.weighbridge.runner.nightly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.cli.StepRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a night did; night.json and the command's JSON. Values of steps that have not been done are null.
 *
 * @param state working, failed (the last step says how), partial (all steps are done, the run with items left) or done
 * @param endedAt when it was done; null before that
 * @param policy the run's policy
 * @param policyFrom current (the one that the night began with, certified anew), trained, or incumbents (none was certified)
 * @param certifiedUntil null where every incumbent is kept
 * @param notStarted items that the run left, for a larger budget or because it was cancelled
 * @param costUsd of the run's calls, as run.json has it
 * @param report of the last audit
 * @param steps those that were begun, in order; each with the JSON of its command, audits' without their lists
 */
public record NightSummary(
        String nightId,
        String state,
        Instant begunAt,
        @Nullable Instant endedAt,
        Path workload,
        @Nullable String policy,
        @Nullable String policyFrom,
        @Nullable String certifiedUntil,
        @Nullable String runId,
        @Nullable Long items,
        @Nullable Long succeeded,
        @Nullable Long needsHuman,
        @Nullable Long notStarted,
        @Nullable String costUsd,
        @Nullable String report,
        List<Object> steps) {
    public NightSummary {
        steps = List.copyOf(steps);
    }

    /** Reads the records of a night's steps. */
    static NightSummary of(NightFolder folder, Path workload, String state, @Nullable Instant endedAt)
            throws IOException {
        JsonNode certified = result(folder, NightStep.CERTIFY);
        JsonNode trained = result(folder, NightStep.TRAIN);
        boolean isCurrent = isCertified(certified);
        JsonNode chosen = isCurrent ? certified : trained;
        boolean isKnown = !chosen.isMissingNode();
        JsonNode run = result(folder, NightStep.RUN);
        return new NightSummary(
                folder.id(),
                state,
                folder.begunAt(),
                endedAt,
                workload,
                text(chosen, "policy"),
                isCurrent ? "current" : !isKnown ? null : isCertified(trained) ? "trained" : "incumbents",
                isCertified(chosen) ? text(chosen.path("certificate"), "expires_at") : null,
                text(run, "run_id"),
                whole(run, "items"),
                whole(run, "succeeded"),
                whole(run, "needs_human"),
                whole(run, "not_started"),
                text(run, "cost_usd"),
                text(result(folder, NightStep.REPORT), "report"),
                steps(folder));
    }

    private static List<Object> steps(NightFolder folder) throws IOException {
        List<Object> steps = new ArrayList<>();
        for (NightStep step : NightStep.values()) {
            Optional<StepRecord> record = folder.record(step);
            if (record.isPresent()) {
                boolean isAudit = step == NightStep.AUDIT || step == NightStep.REPORT;
                steps.add((isAudit ? withoutLists(record.get()) : record.get()).json());
            }
        }
        return steps;
    }

    /** An audit names every task, model and team; its step's record has all of that. */
    private static StepRecord withoutLists(StepRecord audit) {
        if (!(audit.result() instanceof ObjectNode result)) {
            return audit;
        }
        ObjectNode rest = result.deepCopy();
        List<String> lists = result.properties().stream()
                .filter(field -> field.getValue().isArray())
                .map(Map.Entry::getKey)
                .toList();
        return new StepRecord(
                audit.step(),
                audit.status(),
                audit.begunAt(),
                audit.seconds(),
                audit.exitStatus(),
                audit.message(),
                rest.without(lists));
    }

    private static JsonNode result(NightFolder folder, NightStep step) throws IOException {
        Optional<StepRecord> record = folder.record(step);
        JsonNode result = record.isEmpty() ? null : record.get().result();
        return result == null ? MissingNode.getInstance() : result;
    }

    private static boolean isCertified(JsonNode result) {
        return result.at("/certificate/certified").asBoolean(false);
    }

    private static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable Long whole(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isIntegralNumber() ? value.longValue() : null;
    }
}
