package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PromptHash;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.TemplateId;
import java.util.Map;

/**
 * Attempts as canonical calls; source "gateway". The task is a field, the cost is left to the price book.
 *
 * @param keepsPrompts whether prompts are in the log; else their hashes are
 */
record CanonicalCalls(boolean keepsPrompts) {
    private static final String SOURCE = "gateway";

    CanonicalCall call(Attempt attempt) {
        return new CanonicalCall(
                SOURCE,
                attempt.id(),
                attempt.startedAt(),
                attribution(attempt),
                request(attempt),
                response(attempt),
                attempt.usage(),
                null,
                null);
    }

    private static Attribution attribution(Attempt attempt) {
        Assignment by = attempt.call().assignment();
        return new Attribution(
                by.tenant(),
                by.workstream().team(),
                by.workstream().application(),
                null,
                attempt.task().label(),
                null,
                null,
                null,
                by.sessionId());
    }

    private Request request(Attempt attempt) {
        String prompt = attempt.call().unit().prompt();
        return new Request(
                SimulatedModel.PROVIDER,
                attempt.model().label(),
                null,
                keepsPrompts ? prompt : null,
                keepsPrompts ? null : PromptHash.of(prompt),
                keepsPrompts ? null : TemplateId.of(prompt),
                null,
                Map.of());
    }

    private static Response response(Attempt attempt) {
        return new Response(
                attempt.usage() == null ? null : attempt.model().label(),
                null,
                null,
                attempt.latencyMillis(),
                null,
                attempt.finishReason(),
                attempt.usage() == null ? Response.ERROR : Response.OK,
                attempt.error(),
                attempt.number());
    }
}
