package io.weighbridge.runner.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.runner.provider.Operation;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A batch API whose files have the lines of OpenAI's, which others write and read as well. */
interface OpenAiLines extends BatchApi {
    @Override
    default long mostBytes() {
        return 200_000_000;
    }

    @Override
    default Frame frame() {
        return new Frame("", "\n", "\n");
    }

    /** The body is JSON already, and is sent byte for byte. */
    @Override
    default String request(String customId, Operation operation, String body) {
        return "{\"custom_id\":\"" + customId + "\",\"method\":\"POST\",\"url\":\"" + operation.url() + "\",\"body\":"
                + body + "}";
    }

    @Override
    default @Nullable BatchAnswer answer(JsonNode line) {
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
