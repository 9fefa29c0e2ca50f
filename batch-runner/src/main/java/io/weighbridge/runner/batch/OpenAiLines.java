package io.weighbridge.runner.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.runner.provider.Operation;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The lines of OpenAI's batch files, which others write and read as well. */
final class OpenAiLines {
    static final BatchApi.Frame FRAME = new BatchApi.Frame("", "\n", "\n");
    static final long MOST_BYTES = 200_000_000;

    private OpenAiLines() {}

    /** @param body JSON, which is sent byte for byte */
    static String request(String customId, Operation operation, String body) {
        return "{\"custom_id\":\"" + customId + "\",\"method\":\"POST\",\"url\":\"" + operation.url() + "\",\"body\":"
                + body + "}";
    }

    /** Reads a line of results; null where it is none. */
    static @Nullable BatchAnswer answer(JsonNode line) {
        JsonNode customId = line.path("custom_id");
        if (!customId.isTextual()) {
            return null;
        }
        JsonNode response = line.path("response");
        if (response.path("status_code").isIntegralNumber()) {
            JsonNode requestId = response.path("request_id");
            return new BatchAnswer(
                    customId.textValue(),
                    Reply.ofLine(
                            response.path("status_code").intValue(),
                            requestId.isTextual() ? requestId.textValue() : null,
                            response.path("body").toString()));
        }
        String code = line.path("error").path("code").asText("");
        if (code.isEmpty()) {
            return null;
        }
        // batch_expired and batch_cancelled: it was not done.
        return new BatchAnswer(customId.textValue(), Reply.without(Verdict.UNAVAILABLE, code, Duration.ZERO));
    }
}
