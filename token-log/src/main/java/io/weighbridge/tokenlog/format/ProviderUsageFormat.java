package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.CanonicalCall;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Raw answers of providers, or what a service kept of them: at least a usage block, mostly with the model; alone, or as
 * the {@code body} or {@code response} of a wrapper.
 */
final class ProviderUsageFormat implements LogFormat {
    private static final String[] WRAPPERS = {"body", "response"};

    @Override
    public String name() {
        return "provider-usage";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        return sample.isJson() && (sample.hasKey("usage") || sample.hasKey("usageMetadata"))
                ? Optional.of("its rows have a provider's usage block")
                : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        AnswerRow.Defaults defaults = AnswerRow.Defaults.of(input.log(), options, null);
        return JsonLog.open(input, options, (rows, row) -> rows.call(identify -> call(row, identify, defaults)));
    }

    private static CanonicalCall call(ObjectNode row, UnaryOperator<String> identify, AnswerRow.Defaults defaults) {
        JsonNode answer = row;
        for (String wrapper : WRAPPERS) {
            answer = answer == row && row.path(wrapper).isObject() ? row.path(wrapper) : answer;
        }
        JsonFields fields = new JsonFields(answer);
        String id = fields.text("id", "responseId");
        return new AnswerRow("provider-usage", id == null ? identify.apply(row.toString()) : id, fields, defaults)
                .direct(new JsonFields(row).text("model"));
    }
}
