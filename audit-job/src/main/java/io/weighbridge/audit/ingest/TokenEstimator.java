package io.weighbridge.audit.ingest;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of calls that were answered and came without usage, before their texts are dropped. The counts are kept
 * apart from usage and only bound what a call may have cost ({@link io.weighbridge.tokenlog.TokenEstimate}).
 */
public final class TokenEstimator {
    /** OpenAI's models since GPT-4o; everything else is counted by the encoding before it. */
    private static final Pattern O200K = Pattern.compile("gpt-4o|gpt-4\\.[1-9]|gpt-[5-9]|chatgpt|\\bo[1-9]\\b");

    private final EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();

    CanonicalCall estimated(CanonicalCall call) {
        if (call.usage() != null || !call.response().status().equals(Response.OK)) {
            return call;
        }
        Request request = call.request();
        Response response = call.response();
        Encoding encoding = encodings.getEncoding(typeOf(call.model()));
        return new CanonicalCall(
                call.source(),
                call.callId(),
                call.occurredAt(),
                call.attribution(),
                request.withInputTokenEstimate(otherwise(request.inputTokenEstimate(), encoding, request.prompt())),
                response.withOutputTokenEstimate(otherwise(response.outputTokenEstimate(), encoding, response.text())),
                call.usage(),
                call.billedCost(),
                call.decision(),
                call.updatedAt(),
                call.rawUsage());
    }

    /** What counts the tokens of a model. */
    public static Encoding encodingOf(String model) {
        return Encodings.newLazyEncodingRegistry().getEncoding(typeOf(model));
    }

    private static EncodingType typeOf(String model) {
        return O200K.matcher(model).find() ? EncodingType.O200K_BASE : EncodingType.CL100K_BASE;
    }

    private static @Nullable Long otherwise(@Nullable Long known, Encoding encoding, @Nullable String text) {
        return known != null || text == null ? known : Long.valueOf(encoding.countTokensOrdinary(text));
    }
}
