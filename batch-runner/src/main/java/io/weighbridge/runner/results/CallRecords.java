package io.weighbridge.runner.results;

import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.provider.Completion;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Canonical calls of a run: one for every attempt, answered or not. */
final class CallRecords {
    static final String SOURCE = "weighbridge";

    private final String runId;
    private final TextPolicy texts;
    private final UnaryOperator<String> providerOf;

    /**
     * @param texts what the records keep of prompts and answers
     * @param providerOf name of the provider of a model
     */
    CallRecords(String runId, TextPolicy texts, UnaryOperator<String> providerOf) {
        this.runId = runId;
        this.texts = texts;
        this.providerOf = providerOf;
    }

    CanonicalCall call(JournaledItem journaled, Attempt attempt) {
        WorkloadItem item = journaled.routed().item();
        AttemptEnding ending = attempt.ending();
        String reply = ending == null ? null : ending.reply();
        Completion completion = reply == null ? null : Completion.parse(reply);
        return texts.apply(new CanonicalCall(
                SOURCE,
                runId + "/" + item.customId() + "/" + attempt.number(),
                attempt.startedAt(),
                item.attribution(),
                request(item, journaled.routed().model(), attempt.submission() == null ? null : "batch"),
                response(attempt, ending, completion),
                completion == null ? null : completion.usage(),
                null,
                journaled.routed().decision()));
    }

    private Request request(WorkloadItem item, String model, @Nullable String serviceTier) {
        String prompt = item.prompt();
        return new Request(
                providerOf.apply(model),
                model,
                serviceTier,
                prompt,
                null,
                null,
                null,
                Map.of("custom_id", item.customId(), "run_id", runId, "incumbent", item.requestedModel()));
    }

    private Response response(Attempt attempt, @Nullable AttemptEnding ending, @Nullable Completion completion) {
        if (ending == null) {
            return new Response(
                    null, null, null, null, null, null, Response.ERROR, "no reply is recorded", attempt.number());
        }
        String text = completion == null ? null : completion.text();
        boolean answered = ending.verdict().equals(Verdict.ANSWERED.label());
        return new Response(
                completion == null ? null : completion.model(),
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
