package io.weighbridge.cli;

import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that serves models.
 *
 * @param baseUrl http or https URL up to and including the version, as in {@code https://llm.example.com/v1}
 * @param apiKeyEnv environment variable that holds the key; null if the endpoint asks for none
 * @param models models it serves; empty is every model
 * @param api the protocol it speaks
 * @param batchDiscount what its batch API takes off every price, in [0, 1); null if it has no batch API
 * @param batchCommand a program and its arguments that works off a file of OpenAI's batch lines, {@code {input}}, and writes
 *     another, {@code {output}}, in the place of a batch API; empty if there is none
 */
public record ProviderSettings(
        URI baseUrl,
        @Nullable String apiKeyEnv,
        List<String> models,
        ProviderApi api,
        @Nullable BigDecimal batchDiscount,
        List<String> batchCommand) {
    public ProviderSettings {
        models = List.copyOf(models);
        batchCommand = List.copyOf(batchCommand);
    }

    /** An OpenAI-compatible endpoint without a batch API. */
    public static ProviderSettings of(URI baseUrl, @Nullable String apiKeyEnv, List<String> models) {
        return new ProviderSettings(baseUrl, apiKeyEnv, models, ProviderApi.OPENAI, null, List.of());
    }
}
