package io.weighbridge.tokenlog.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.prices.PriceParts.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** One prices object of genai-prices: a number per kind of token, or a base and tiers that start at input sizes. */
final class GenaiPrices {
    private static final Map<String, Kind> KINDS = Map.of(
            "input_mtok", Kind.INPUT,
            "cache_read_mtok", Kind.CACHE_READ,
            "cache_write_mtok", Kind.CACHE_WRITE_5M,
            "output_mtok", Kind.OUTPUT,
            "input_audio_mtok", Kind.AUDIO_INPUT,
            "cache_audio_read_mtok", Kind.CACHED_AUDIO_INPUT,
            "output_audio_mtok", Kind.AUDIO_OUTPUT);
    private static final String REQUESTS = "requests_kcount";

    private final JsonNode prices;

    GenaiPrices(JsonNode prices) {
        this.prices = prices;
    }

    /** Keys that price something other than tokens of text or sound. */
    static List<String> otherKinds(JsonNode prices) {
        List<String> others = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : prices.properties()) {
            if (!KINDS.containsKey(entry.getKey()) && !entry.getKey().equals(REQUESTS)) {
                others.add(entry.getKey());
            }
        }
        return others;
    }

    PriceParts base() {
        return above(0);
    }

    SortedSet<Long> thresholds() {
        SortedSet<Long> thresholds = new TreeSet<>();
        for (String key : KINDS.keySet()) {
            for (JsonNode tier : prices.path(key).path("tiers")) {
                thresholds.add(tier.path("start").asLong());
            }
        }
        return thresholds;
    }

    /** The prices of calls with more input tokens than this. */
    PriceParts above(long inputTokens) {
        PriceParts parts = new PriceParts();
        KINDS.forEach((key, kind) -> {
            JsonNode price = priceAbove(prices.path(key), inputTokens);
            if (!price.isMissingNode()) {
                parts.put(kind, number(key, price));
            }
        });
        if (prices.has(REQUESTS)) {
            parts.perRequest(number(REQUESTS, prices.path(REQUESTS)).movePointLeft(3));
        }
        return parts;
    }

    private static JsonNode priceAbove(JsonNode price, long inputTokens) {
        if (!price.isObject()) {
            return price;
        }
        JsonNode applicable = price.path("base");
        long highest = 0;
        for (JsonNode tier : price.path("tiers")) {
            long start = tier.path("start").asLong();
            if (start <= inputTokens && start > highest) {
                applicable = tier.path("price");
                highest = start;
            }
        }
        return applicable;
    }

    private static BigDecimal number(String key, JsonNode value) {
        if (!value.isNumber()) {
            throw new InvalidRecordException(key, "must be a number", "another value");
        }
        return Decimals.parse(key, value.asText());
    }
}
