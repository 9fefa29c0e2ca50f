package io.weighbridge.runner.provider;

import io.weighbridge.cli.ProviderApi;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider's API is.
 *
 * @param provider name in the configuration, as in "simulated"
 * @param baseUrl up to and including the version, without a slash at its end; its query, if any, goes with every request
 * @param apiKey null where the provider needs none
 * @param batchDiscount what its batch API takes off every price, in [0, 1); null where it has none
 * @param batchCommand the program that takes the place of its batch API, with its arguments; empty where none does
 */
public record Endpoint(
        String provider,
        URI baseUrl,
        @Nullable String apiKey,
        ProviderApi api,
        @Nullable BigDecimal batchDiscount,
        List<String> batchCommand) {

    public Endpoint {
        batchCommand = List.copyOf(batchCommand);
        String scheme = baseUrl.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException(
                    "providers." + provider + ".base_url: must start with http:// or https://, was " + baseUrl);
        }
    }

    /**
     * An OpenAI-compatible endpoint without a batch API.
     *
     * @param baseUrl as OpenAI's own clients take it, as in {@code https://api.openai.com/v1}
     */
    public static Endpoint of(String provider, String baseUrl, @Nullable String apiKey) {
        return of(provider, baseUrl, apiKey, ProviderApi.OPENAI, null);
    }

    /** @param baseUrl with or without a slash at its end */
    public static Endpoint of(
            String provider,
            String baseUrl,
            @Nullable String apiKey,
            ProviderApi api,
            @Nullable BigDecimal batchDiscount) {
        return new Endpoint(provider, URI.create(withoutSlash(baseUrl)), apiKey, api, batchDiscount, List.of());
    }

    public Endpoint withBatchCommand(List<String> command) {
        return new Endpoint(provider, baseUrl, apiKey, api, batchDiscount, command);
    }

    /** A resource of the API, as in {@code "/batches"}. */
    public URI resource(String path) {
        String base = baseUrl.toString();
        String query = baseUrl.getRawQuery();
        if (query == null) {
            return URI.create(base + path);
        }
        String beforeQuery = withoutSlash(base.substring(0, base.indexOf('?')));
        return URI.create(beforeQuery + path + (path.contains("?") ? "&" : "?") + query);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** Whether it is Azure's API of dated versions, which names one in each request and takes its key in a header of its own. */
    boolean isDatedAzure() {
        String query = baseUrl.getRawQuery();
        return query != null && ("&" + query).contains("&api-version=");
    }

    /** Whether sends under one idempotency key are charged once. */
    public boolean hasIdempotencyKeys() {
        return api == ProviderApi.OPENAI;
    }

    public boolean hasBatchApi() {
        return batchDiscount != null;
    }

    /** Whether its prices in a batch are those of a provider's batch tier. */
    public boolean hasBatchTier() {
        return batchDiscount != null && batchDiscount.signum() > 0;
    }

    /** Requests that one of its batches may have. */
    public int mostBatchRequests() {
        return api == ProviderApi.ANTHROPIC ? 100_000 : 50_000;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return provider + " at " + baseUrl;
    }
}
