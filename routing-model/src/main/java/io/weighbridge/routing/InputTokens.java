package io.weighbridge.routing;

import java.util.Map;
import java.util.SortedMap;

/**
 * How input tokens are estimated when they are not known: from the prompt if there is one, else the mean of the task.
 *
 * @param bytesPerToken bytes of UTF-8 per token, positive; about 4 for English
 * @param tasks mean input tokens per task, for requests without prompt
 */
public record InputTokens(double bytesPerToken, SortedMap<String, Double> tasks) {

    public InputTokens {
        Check.isTrue(
                Double.isFinite(bytesPerToken) && bytesPerToken > 0,
                "input_tokens.bytes_per_token",
                "must be finite and positive",
                bytesPerToken);
        tasks = Check.sorted(tasks);
        tasks.values().forEach(tokens -> Check.notNegative("input_tokens.tasks", tokens));
    }

    public static InputTokens of(double bytesPerToken, Map<String, Double> tasks) {
        return new InputTokens(bytesPerToken, Check.sorted(tasks));
    }

    /** As {@link #expected(RoutingRequest)} for a request whose prompt was just read. */
    double expected(RoutingRequest request, long promptBytes) {
        return request.inputTokens().isPresent() || request.prompt() == null
                ? expected(request)
                : promptBytes / bytesPerToken;
    }

    /** Tokens of a request, or NaN if nothing tells. */
    double expected(RoutingRequest request) {
        if (request.inputTokens().isPresent()) {
            return request.inputTokens().getAsLong();
        }
        String prompt = request.prompt();
        if (prompt != null) {
            return Utf8.length(prompt) / bytesPerToken;
        }
        PromptFeatures features = request.promptFeatures();
        return features != null
                ? features.promptBytes() / bytesPerToken
                : tasks.getOrDefault(request.task(), Double.NaN);
    }
}
