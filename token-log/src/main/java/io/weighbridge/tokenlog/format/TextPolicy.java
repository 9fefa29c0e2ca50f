package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PromptHash;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Sha256;
import io.weighbridge.tokenlog.TemplateId;
import org.jspecify.annotations.Nullable;

/** Derives the hashes of a call's texts where the log gives none, and drops the texts where they are not to be kept. */
final class TextPolicy {
    private TextPolicy() {}

    static CanonicalCall apply(CanonicalCall call, boolean keepText) {
        return new CanonicalCall(
                call.source(),
                call.callId(),
                call.occurredAt(),
                call.attribution(),
                apply(call.request(), keepText),
                apply(call.response(), keepText),
                call.usage(),
                call.billedCost(),
                call.decision(),
                call.updatedAt());
    }

    private static Request apply(Request request, boolean keepText) {
        String prompt = request.prompt();
        if (prompt == null) {
            return request;
        }
        return new Request(
                request.provider(),
                request.requestedModel(),
                request.serviceTier(),
                keepText ? prompt : null,
                orElse(request.promptHash(), PromptHash.of(prompt)),
                orElse(request.templateId(), TemplateId.of(prompt)),
                request.inputTokenEstimate(),
                request.labels());
    }

    private static Response apply(Response response, boolean keepText) {
        String text = response.text();
        if (text == null) {
            return response;
        }
        return new Response(
                response.responseModel(),
                keepText ? text : null,
                orElse(response.textHash(), Sha256.hex(text)),
                response.latencyMillis(),
                response.timeToFirstTokenMillis(),
                response.finishReason(),
                response.status(),
                response.error(),
                response.attempt());
    }

    private static String orElse(@Nullable String given, String derived) {
        return given == null ? derived : given;
    }
}
