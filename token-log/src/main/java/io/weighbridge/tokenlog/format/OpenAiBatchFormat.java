package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Output and error files of OpenAI's batch API, also as vLLM's run-batch writes them. A batch is asked of one model, so a
 * failed line, which names none, is of the model that answers elsewhere in the file. What fails is not charged.
 */
final class OpenAiBatchFormat implements LogFormat {
    private static final int FIRST_ERROR = 400;

    @Override
    public String name() {
        return "openai-batch";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        return sample.isJson() && sample.hasKey("custom_id") && sample.hasKey("response") && sample.hasKey("error")
                ? Optional.of("its lines have custom_id, response and error")
                : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        AnswerRow.Defaults defaults = AnswerRow.Defaults.of(input.log(), options, "openai");
        return JsonLog.open(
                input, options, (rows, line) -> rows.call(identify -> call(new JsonFields(line), identify, defaults)));
    }

    private static CanonicalCall call(JsonFields line, UnaryOperator<String> identify, AnswerRow.Defaults defaults) {
        String customId = line.text("custom_id");
        if (customId == null) {
            throw new InvalidRecordException("custom_id", "is required", "absent");
        }
        JsonFields response = line.inside("response");
        Long status = response.whole("status_code");
        JsonFields error = line.inside("error");
        boolean failed =
                status == null || status >= FIRST_ERROR || error.object().isObject();
        JsonNode body = response.json("body");
        String id = line.text("id");
        AnswerRow row = new AnswerRow(
                "openai-batch",
                id == null ? identify.apply(line.object().toString()) : id,
                new JsonFields(body),
                defaults);
        return row.inBatch(
                failed ? failure(error, new JsonFields(body).inside("error"), status) : null,
                failed ? Usage.of(0, 0) : null,
                Map.of("custom_id", customId));
    }

    private static String failure(JsonFields error, JsonFields bodyError, @Nullable Long status) {
        String code = error.text("code");
        String inBody = bodyError.text("code", "type");
        return code != null ? code : inBody != null ? inBody : status == null ? "no response" : "HTTP " + status;
    }
}
