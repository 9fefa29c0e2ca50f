package io.weighbridge.runner.results;

import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.provider.Completion;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.verify.Judge;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Canonical calls of a run: one for every attempt, answered or not. */
final class CallRecords {
    static final String SOURCE = "weighbridge";

    private final String runId;
    private final TextPolicy texts;
    private final Function<String, Endpoint> endpointOf;

    /**
     * @param texts what the records keep of prompts and answers
     * @param endpointOf where a model is served
     */
    CallRecords(String runId, TextPolicy texts, Function<String, Endpoint> endpointOf) {
        this.runId = runId;
        this.texts = texts;
        this.endpointOf = endpointOf;
    }

    CanonicalCall call(JournaledItem journaled, Attempt attempt) {
        WorkloadItem item = journaled.routed().item();
        AttemptEnding ending = attempt.ending();
        Decision decision = journaled.routed().decision();
        String model = attempt.modelOr(decision.chosenModel());
        // An escalation, a judge or a reused answer is no choice of the policy with a propensity.
        boolean isRouted = attempt.isToAnswer() && attempt.reused() == null && model.equals(decision.chosenModel());
        String reply = ending == null ? null : ending.reply();
        Completion completion = reply == null ? null : Completion.parse(reply);
        return texts.apply(new CanonicalCall(
                SOURCE,
                callId(item, attempt.number()),
                attempt.startedAt(),
                attribution(item, attempt),
                request(item, model, attempt),
                response(attempt, ending, completion),
                completion == null ? null : completion.usage(),
                null,
                isRouted ? decision : null));
    }

    private String callId(WorkloadItem item, int attempt) {
        return runId + "/" + item.customId() + "/" + attempt;
    }

    private Attribution attribution(WorkloadItem item, Attempt attempt) {
        Attribution of = item.attribution();
        return attempt.judging() == null
                ? of
                : new Attribution(
                        of.tenant(),
                        of.team(),
                        of.application(),
                        of.agent(),
                        Judge.taskOf(item.task()),
                        of.workflowId(),
                        of.step(),
                        callId(item, attempt.judging().attempt()),
                        of.sessionId());
    }

    private Request request(WorkloadItem item, String model, Attempt attempt) {
        Endpoint endpoint = endpointOf.apply(model);
        return new Request(
                endpoint.provider(),
                model,
                attempt.submission() != null && endpoint.hasBatchTier() ? "batch" : null,
                attempt.isToAnswer() ? item.prompt() : null,
                null,
                null,
                null,
                labels(item, attempt));
    }

    private Map<String, String> labels(WorkloadItem item, Attempt attempt) {
        Map<String, String> labels = new TreeMap<>(
                Map.of("custom_id", item.customId(), "run_id", runId, "incumbent", item.requestedModel()));
        if (attempt.reused() != null) {
            labels.put("served_by", attempt.reused().label());
        }
        return labels;
    }

    private Response response(Attempt attempt, @Nullable AttemptEnding ending, @Nullable Completion completion) {
        if (ending == null) {
            return new Response(
                    null, null, null, null, null, null, Response.ERROR, "no reply is recorded", attempt.number());
        }
        String text = completion == null ? null : completion.text();
        boolean answered = ending.verdict().equals(Verdict.ANSWERED.label());
        return new Response(
                completion == null || attempt.reused() != null ? null : completion.model(),
                text,
                null,
                ending.latencyMillis(),
                null,
                completion == null ? null : completion.finishReason(),
                answered ? Response.OK : Response.ERROR,
                ending.error(),
                attempt.number());
    }
}
