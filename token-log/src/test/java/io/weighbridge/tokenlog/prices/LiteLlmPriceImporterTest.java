package io.weighbridge.tokenlog.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.ModelLimits;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Rate;
import io.weighbridge.tokenlog.prices.PriceImport.LeftOut;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiteLlmPriceImporterTest {
    private static final ListSource SOURCE = new ListSource("a LiteLLM list", LocalDate.parse("2025-09-05"));
    private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");

    @Test
    void pricesPerTokenBecomePricesPerMillion() {
        ModelPrice price = find(
                read("\"gpt-4.1\":{\"input_cost_per_token\":2e-06,\"output_cost_per_token\":8e-06,"
                        + "\"cache_read_input_token_cost\":5e-07,\"cache_creation_input_token_cost\":2.5e-06,"
                        + "\"cache_creation_input_token_cost_above_1hr\":4e-06,\"input_cost_per_request\":0.01,"
                        + "\"litellm_provider\":\"openai\",\"mode\":\"chat\"}"),
                "gpt-4.1",
                null);
        assertEquals(List.of("2", "0.5", "2.5", "4", "8"), rates(price));
        assertEquals("0.010000000000", String.valueOf(price.prices().perRequest()));
        assertEquals("openai", price.provider());
        assertEquals("a LiteLLM list", price.source());
    }

    @Test
    void whatTheListSaysOfLengthsAndCapabilitiesComesWithThePriceAndABookKeepsIt() {
        PriceImport list = read(
                "\"m\":{\"input_cost_per_token\":1e-06,\"output_cost_per_token\":2e-06,"
                        + "\"max_tokens\":8192,\"max_input_tokens\":128000,\"max_output_tokens\":8192,"
                        + "\"supports_function_calling\":true,\"supports_vision\":false,\"supports_response_schema\":true,"
                        + "\"litellm_provider\":\"p\",\"mode\":\"chat\"},"
                        + "\"n\":{\"input_cost_per_token\":1e-06,\"max_input_tokens\":\"many\",\"max_output_tokens\":0,\"mode\":\"chat\"}");

        ModelLimits limits = new ModelLimits(128_000L, 8_192L, Set.of(ModelLimits.TOOLS, ModelLimits.JSON), Set.of());
        assertEquals(limits, find(list, "m", null).limits());
        assertEquals(ModelLimits.UNKNOWN, find(list, "n", null).limits());
        PriceBook kept = PriceBook.fromJson(list.book().toJson());
        assertEquals(limits, kept.priceOf("m", null, null, NOW).orElseThrow().limits());
        assertEquals(list.book().version(), kept.version());
    }

    @Test
    void serviceTiersAndContextThresholdsAreTakenOver() {
        PriceImport list = read("\"m\":{\"input_cost_per_token\":1e-06,\"output_cost_per_token\":2e-06,"
                + "\"input_cost_per_token_batches\":5e-07,\"output_cost_per_token_batches\":1e-06,"
                + "\"input_cost_per_token_above_200k_tokens\":3e-06,\"litellm_provider\":\"p\",\"mode\":\"chat\"}");
        assertEquals("0.5", rate(find(list, "m", "batch").prices().input()));
        ModelPrice standard = find(list, "m", null);
        assertEquals("1", rate(standard.pricesFor(200_000).input()));
        assertEquals("3", rate(standard.pricesFor(200_001).input()));
        assertEquals("2", rate(standard.pricesFor(200_001).output()), "an absent threshold price is the base price");
        assertEquals(List.of(), list.leftOut());
    }

    @Test
    void anExplicitZeroIsFreeAndAnAbsentPriceIsNoModel() {
        PriceImport list =
                read("\"gift\":{\"input_cost_per_token\":0.0,\"output_cost_per_token\":0.0,\"mode\":\"chat\"},"
                        + "\"unknown\":{\"mode\":\"chat\"}");
        assertTrue(find(list, "gift", null).isFree());
        assertEquals(List.of(new LeftOut("unknown", "model", "has no price per token")), list.leftOut());
    }

    @Test
    void whatABookCannotHoldIsListedWithItsReason() {
        PriceImport list = read("\"sample_spec\":{\"mode\":\"chat\"},"
                + "\"dall-e\":{\"mode\":\"image_generation\",\"input_cost_per_pixel\":1e-8},"
                + "\"omni\":{\"input_cost_per_token\":1e-06,\"output_cost_per_token\":2e-06,"
                + "\"input_cost_per_image\":1e-04,\"search_context_cost_per_query\":"
                + "{\"search_context_size_low\":0.03,\"search_context_size_high\":0.05},"
                + "\"citation_cost_per_token\":0.0,\"mode\":\"chat\"},"
                + "\"odd\":{\"input_cost_per_token\":-1,\"mode\":\"chat\"}");
        assertEquals(
                List.of(
                        new LeftOut("dall-e", "model", "mode image_generation is not priced by tokens"),
                        new LeftOut("omni", "input_cost_per_image", "is not priced by tokens"),
                        new LeftOut(
                                "omni",
                                "search_context_cost_per_query",
                                "the price of a search depends on its context"),
                        new LeftOut("odd", "model", "price must not be negative")),
                list.leftOut());
        assertEquals(1, list.leftOutByReason().get("is not priced by tokens"));
    }

    @Test
    void soundReasoningAndSearchesHavePricesOfTheirOwn() {
        ModelPrice price = find(
                read("\"m\":{\"input_cost_per_token\":1e-06,\"output_cost_per_token\":2e-06,"
                        + "\"input_cost_per_audio_token\":1e-04,\"cache_read_input_audio_token_cost\":2e-05,"
                        + "\"output_cost_per_audio_token\":2e-04,\"output_cost_per_reasoning_token\":3e-06,"
                        + "\"search_context_cost_per_query\":{\"search_context_size_low\":0.01,"
                        + "\"search_context_size_medium\":0.010,\"search_context_size_high\":0.01}}"),
                "m",
                null);
        assertEquals("100", rate(price.prices().audioInput()));
        assertEquals("20", rate(price.prices().cachedAudioInput()));
        assertEquals("200", rate(price.prices().audioOutput()));
        assertEquals("3", rate(price.prices().reasoning()));
        assertEquals("0.010000000000", String.valueOf(price.prices().perWebSearch()));
    }

    @Test
    void thresholdsCombineWithLifetimesAndServiceTiersInEitherOrder() {
        PriceImport list = read("\"m\":{\"input_cost_per_token\":1e-06,\"output_cost_per_token\":2e-06,"
                + "\"cache_creation_input_token_cost_above_1hr\":2e-06,"
                + "\"cache_creation_input_token_cost_above_1hr_above_200k_tokens\":4e-06,"
                + "\"input_cost_per_token_priority\":2e-06,\"output_cost_per_token_priority\":4e-06,"
                + "\"input_cost_per_token_above_272k_tokens_priority\":8e-06,"
                + "\"input_cost_per_token_flex\":5e-07,\"input_cost_per_token_flex_above_272k_tokens\":7e-07}");
        assertEquals("4", rate(find(list, "m", null).pricesFor(200_001).cacheWrite1h()));
        assertEquals(1, find(list, "m", null).contextTiers().size(), "the tiers' own thresholds are theirs");
        assertEquals("2", rate(find(list, "m", "priority").pricesFor(272_000).input()));
        assertEquals("8", rate(find(list, "m", "priority").pricesFor(272_001).input()));
        assertEquals("4", rate(find(list, "m", "priority").pricesFor(272_001).output()));
        assertEquals("0.7", rate(find(list, "m", "flex").pricesFor(300_000).input()));
        assertEquals(List.of(), list.leftOut());
    }

    @Test
    void rangesOfInputTokensAreContextTiers() {
        PriceImport list = read("\"qwen\":{\"mode\":\"chat\",\"tiered_pricing\":["
                + "{\"range\":[32000,128000],\"input_cost_per_token\":3e-06,\"output_cost_per_token\":9e-06},"
                + "{\"range\":[0,32000.0],\"input_cost_per_token\":1e-06,\"output_cost_per_token\":3e-06,"
                + "\"output_cost_per_reasoning_token\":3e-06}]},"
                + "\"odd\":{\"tiered_pricing\":[{\"range\":[9,3],\"input_cost_per_token\":3e-06}]}");
        ModelPrice price = find(list, "qwen", null);
        assertEquals("1", rate(price.pricesFor(32_000).input()));
        assertEquals("3", rate(price.pricesFor(32_001).input()));
        assertNull(price.pricesFor(32_001).reasoning(), "as the output");
        assertEquals(
                List.of(new LeftOut("odd", "model", "tiered_pricing must have ranges of two rising numbers")),
                list.leftOut());
    }

    @Test
    void theMakersOwnOfferDecidesWhereNoProviderIsNamed() {
        PriceImport list = read(
                "\"m\":{\"input_cost_per_token\":1e-06,\"output_cost_per_token\":1e-06,\"litellm_provider\":\"maker\"},"
                        + "\"azure/m\":{\"input_cost_per_token\":2e-06,\"output_cost_per_token\":1e-06,\"litellm_provider\":\"azure\"}");
        assertEquals("1", rate(find(list, "m", null).prices().input()));
        assertEquals("2", rate(find(list, "azure/m", null).prices().input()));
    }

    @Test
    void aListThatIsNotAnObjectIsRefused() {
        InvalidRecordException error =
                assertThrows(InvalidRecordException.class, () -> LiteLlmPriceImporter.read("[]", SOURCE));
        assertEquals("price list: must be a JSON object, was an array", error.getMessage());
    }

    private static PriceImport read(String models) {
        return LiteLlmPriceImporter.read("{" + models + "}", SOURCE);
    }

    private static ModelPrice find(PriceImport list, String model, @Nullable String tier) {
        return list.book().priceOf(model, null, tier, NOW).orElseThrow();
    }

    private static List<String> rates(ModelPrice price) {
        return List.of(
                rate(price.prices().input()),
                rate(price.prices().cacheRead()),
                rate(price.prices().cacheWrite5m()),
                rate(price.prices().cacheWrite1h()),
                rate(price.prices().output()));
    }

    private static String rate(@Nullable Rate rate) {
        return Objects.requireNonNull(rate).usdPerMillionTokens().toPlainString();
    }
}
