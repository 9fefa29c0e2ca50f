package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import java.util.Map;

/** Attempts as canonical calls; source "gateway". The task is a field, the cost is left to the price book. */
final class CanonicalLines implements LogLines {
    private static final String SOURCE = "gateway";

    @Override
    public String fileSuffix() {
        return ".calls.jsonl.gz";
    }

    @Override
    public String line(Attempt attempt) {
        SampleCall call = attempt.call();
        Assignment by = call.assignment();
        Attribution attribution = new Attribution(
                by.tenant(),
                by.workstream().team(),
                by.workstream().application(),
                null,
                attempt.task().label(),
                null,
                null,
                null,
                by.sessionId());
        Request request = new Request(
                SimulatedModel.PROVIDER,
                attempt.model().label(),
                null,
                call.unit().prompt(),
                null,
                null,
                null,
                Map.of());
        Response response = new Response(
                attempt.usage() == null ? null : attempt.model().label(),
                null,
                null,
                attempt.latencyMillis(),
                null,
                attempt.finishReason(),
                attempt.usage() == null ? Response.ERROR : Response.OK,
                attempt.error(),
                attempt.number());
        return CanonicalCallJson.toJson(new CanonicalCall(
                SOURCE,
                attempt.id(),
                attempt.startedAt(),
                attribution,
                request,
                response,
                attempt.usage(),
                null,
                null));
    }
}
