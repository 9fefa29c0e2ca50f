package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Result files of Anthropic's message batches; what errored, expired or was cancelled is not charged. */
final class AnthropicBatchFormat implements LogFormat {
    @Override
    public String name() {
        return "anthropic-batch";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        return sample.isJson() && sample.hasKey("custom_id") && sample.hasKey("result")
                ? Optional.of("its lines have custom_id and result")
                : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        AnswerRow.Defaults defaults = AnswerRow.Defaults.of(input.log(), options, "anthropic");
        return JsonLog.open(
                input, options, (rows, line) -> rows.call(identify -> call(new JsonFields(line), identify, defaults)));
    }

    private static CanonicalCall call(JsonFields line, UnaryOperator<String> identify, AnswerRow.Defaults defaults) {
        String customId = line.requiredText("custom_id");
        JsonFields result = line.inside("result");
        JsonFields message = result.inside("message");
        String id = message.text("id");
        AnswerRow row = new AnswerRow(
                "anthropic-batch", id == null ? identify.apply(line.object().toString()) : id, message, defaults);
        String failure = failure(result);
        return row.inBatch(failure, failure == null ? null : Usage.of(0, 0), Map.of("custom_id", customId));
    }

    private static @Nullable String failure(JsonFields result) {
        String type = result.requiredText("type");
        return switch (type) {
            case "succeeded" -> null;
            case "errored" ->
                Objects.requireNonNullElse(
                        result.inside("error").inside("error").text("type"),
                        Objects.requireNonNullElse(result.inside("error").text("type"), type));
            case "canceled", "expired" -> type;
            default ->
                throw new InvalidRecordException(
                        "result.type", "must be succeeded, errored, canceled or expired", type);
        };
    }
}
