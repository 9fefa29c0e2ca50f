package io.weighbridge.tokenlog.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.Rate;
import io.weighbridge.tokenlog.prices.PriceImport.LeftOut;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GenaiPricesImporterTest {
    private static final ListSource SOURCE = new ListSource("a genai list", LocalDate.parse("2026-08-21"));
    private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");

    @Test
    void namesArePatternsAndPricesArePerMillion() {
        PriceImport list = provider(
                "maker",
                "{\"id\":\"m-1\",\"match\":{\"or\":[{\"starts_with\":\"m-1-\"},{\"contains\":\"mm1\"}]},"
                        + "\"prices\":{\"input_mtok\":3,\"cache_read_mtok\":0.3,\"cache_write_mtok\":3.75,\"output_mtok\":15,"
                        + "\"requests_kcount\":5}}");
        for (String name : List.of("m-1", "m-1-20260101", "us.mm1.v2", "maker/m-1")) {
            assertEquals("3", input(list, name, NOW), name);
        }
        ModelPrice price = list.book().priceOf("m-1", "maker", null, NOW).orElseThrow();
        assertEquals("3.75", rate(price.prices().cacheWrite5m()));
        assertEquals("0.005000000000", String.valueOf(price.prices().perRequest()));
    }

    @Test
    void datedPricesFollowOneAnother() {
        PriceImport list = provider(
                "maker",
                "{\"id\":\"m\",\"match\":{\"equals\":\"m\"},\"prices\":["
                        + "{\"prices\":{\"input_mtok\":10,\"output_mtok\":40}},"
                        + "{\"constraint\":{\"start_date\":\"2025-06-10\"},\"prices\":{\"input_mtok\":2,\"output_mtok\":8}}]}");
        assertEquals("10", input(list, "m", Instant.parse("2025-06-09T23:59:59Z")));
        assertEquals("2", input(list, "m", Instant.parse("2025-06-10T00:00:00Z")));
    }

    @Test
    void tiersApplyAboveTheirStart() {
        PriceImport list = provider(
                "maker",
                "{\"id\":\"m\",\"match\":{\"equals\":\"m\"},\"prices\":{"
                        + "\"input_mtok\":{\"base\":3,\"tiers\":[{\"start\":200000,\"price\":6}]},\"output_mtok\":15}}");
        ModelPrice price = list.book().priceOf("m", null, null, NOW).orElseThrow();
        assertEquals("3", rate(price.pricesFor(200_000).input()));
        assertEquals("6", rate(price.pricesFor(200_001).input()));
        assertEquals("15", rate(price.pricesFor(200_001).output()));
    }

    @Test
    void whatABookCannotHoldIsListedWithItsReason() {
        PriceImport list = provider(
                "maker",
                "{\"id\":\"night\",\"match\":{\"equals\":\"night\"},\"prices\":["
                        + "{\"prices\":{\"input_mtok\":1}},{\"constraint\":{\"start_time\":\"00:30:00Z\",\"end_time\":\"16:30:00Z\"},"
                        + "\"prices\":{\"input_mtok\":2}}]},"
                        + "{\"id\":\"none\",\"match\":{\"equals\":\"none\"},\"prices\":{}},"
                        + "{\"id\":\"voice\",\"match\":{\"regex\":\"^v.*\"},\"prices\":{\"input_mtok\":1,\"output_mtok\":2,"
                        + "\"input_image_mtok\":9}}");
        assertEquals(
                List.of(
                        new LeftOut("maker/night", "model", "prices must not depend on the time of day"),
                        new LeftOut("maker/none", "model", "prices must name a price of tokens"),
                        new LeftOut("maker/voice", "match.regex", "names by this rule have no pattern"),
                        new LeftOut("maker/voice", "input_image_mtok", "is not priced by tokens")),
                list.leftOut());
        assertTrue(list.book().priceOf("night", null, null, NOW).isEmpty());
    }

    @Test
    void theProviderThatClaimsTheNameDecidesWhereNoProviderIsNamed() {
        String model = "{\"id\":\"m\",\"match\":{\"equals\":\"m\"},\"prices\":{\"input_mtok\":%d,\"output_mtok\":1}}";
        PriceImport list = GenaiPricesImporter.read(
                "[{\"id\":\"maker\",\"model_match\":{\"contains\":\"m\"},\"models\":[" + model.formatted(1) + "]},"
                        + "{\"id\":\"reseller\",\"models\":[" + model.formatted(2) + "]}]",
                SOURCE);
        assertEquals("1", input(list, "m", NOW));
        assertEquals("2", input(list, "reseller/m", NOW));
    }

    @Test
    void soundHasPricesOfItsOwn() {
        PriceImport list = provider(
                "maker",
                "{\"id\":\"m\",\"match\":{\"equals\":\"m\"},\"prices\":{\"input_mtok\":1,\"output_mtok\":2,"
                        + "\"input_audio_mtok\":9,\"cache_audio_read_mtok\":3,\"output_audio_mtok\":20}}");
        ModelPrice price = list.book().priceOf("m", null, null, NOW).orElseThrow();
        assertEquals("9", rate(price.prices().audioInput()));
        assertEquals("3", rate(price.prices().cachedAudioInput()));
        assertEquals("20", rate(price.prices().audioOutput()));
    }

    @Test
    void aResellerHasTheMakersPriceWhereItListsNoneOfItsOwn() {
        String model =
                "{\"id\":\"%s\",\"match\":{\"starts_with\":\"%s\"},\"prices\":{\"input_mtok\":%d,\"output_mtok\":1}}";
        PriceImport list = GenaiPricesImporter.read(
                "[{\"id\":\"maker\",\"models\":[" + model.formatted("m-long", "m-long", 1) + ","
                        + model.formatted("n", "n", 3) + "]},"
                        + "{\"id\":\"reseller\",\"fallback_model_providers\":[\"maker\"],\"models\":["
                        + model.formatted("m", "m", 2) + "]}]",
                SOURCE);
        assertEquals("2", input(list, "reseller/m-long", NOW), "its own, though less exact");
        assertEquals("3", input(list, "reseller/n", NOW));
        assertEquals("1", input(list, "m-long", NOW), "the maker's where no provider is named");
    }

    private static PriceImport provider(String id, String models) {
        return GenaiPricesImporter.read("[{\"id\":\"" + id + "\",\"models\":[" + models + "]}]", SOURCE);
    }

    private static String input(PriceImport list, String model, Instant at) {
        return rate(list.book()
                .priceOf(model, null, null, at)
                .orElseThrow()
                .prices()
                .input());
    }

    private static String rate(@Nullable Rate rate) {
        return Objects.requireNonNull(rate).usdPerMillionTokens().toPlainString();
    }
}
