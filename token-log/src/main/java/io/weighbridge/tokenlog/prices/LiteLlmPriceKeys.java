package io.weighbridge.tokenlog.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.prices.PriceParts.Kind;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cost keys of one model in LiteLLM's layout. A key is a kind of token, then optionally a threshold of input tokens
 * ("_above_200k_tokens") and a service tier ("_priority"), in either order. Remembers which were asked for, to name the
 * others.
 */
final class LiteLlmPriceKeys {
    private static final Map<String, Kind> KINDS = Map.of(
            "input_cost_per_token", Kind.INPUT,
            "cache_read_input_token_cost", Kind.CACHE_READ,
            "cache_creation_input_token_cost", Kind.CACHE_WRITE_5M,
            "cache_creation_input_token_cost_above_1hr", Kind.CACHE_WRITE_1H,
            "output_cost_per_token", Kind.OUTPUT,
            "output_cost_per_reasoning_token", Kind.REASONING,
            "input_cost_per_audio_token", Kind.AUDIO_INPUT,
            "cache_read_input_audio_token_cost", Kind.CACHED_AUDIO_INPUT,
            "output_cost_per_audio_token", Kind.AUDIO_OUTPUT);
    private static final String TIERS = "tiered_pricing";
    private static final String SEARCHES = "search_context_cost_per_query";
    private static final Pattern THRESHOLD = Pattern.compile("(.*)_above_(\\d{1,5})k_tokens(.*)");

    private final JsonNode model;
    private final boolean embedding;
    private final Set<String> used = new HashSet<>();

    LiteLlmPriceKeys(JsonNode model, String mode) {
        this.model = model;
        this.embedding = mode.equals("embedding");
    }

    /**
     * The prices of a service tier.
     *
     * @param tier the suffix of its keys, as in "_batches"; empty is the standard tier
     */
    PriceParts base(String tier) {
        PriceParts parts = new PriceParts();
        KINDS.forEach((key, kind) -> put(parts, kind, key + tier));
        if (tier.isEmpty()) {
            addStandardOnly(parts);
        }
        parts.forgetUsualReasoning();
        return parts;
    }

    /** What changes in a service tier above so many thousand input tokens. */
    PriceParts above(int thousands, String tier) {
        String threshold = "_above_" + thousands + "k_tokens";
        PriceParts parts = new PriceParts();
        KINDS.forEach((key, kind) -> {
            put(parts, kind, key + tier + threshold);
            put(parts, kind, key + threshold + tier);
        });
        return parts;
    }

    /** Thresholds of input tokens of a service tier, in thousands. */
    SortedSet<Integer> thresholds(String tier) {
        SortedSet<Integer> thresholds = new TreeSet<>();
        for (Map.Entry<String, JsonNode> entry : model.properties()) {
            Matcher key = THRESHOLD.matcher(entry.getKey());
            if (key.matches() && isPrice(key.group(1) + key.group(3), tier)) {
                thresholds.add(Integer.valueOf(key.group(2)));
            }
        }
        return thresholds;
    }

    /**
     * Prices by ranges of input tokens, each for the whole call, by the number of tokens above which it holds.
     *
     * @throws InvalidRecordException if a range is not two rising numbers
     */
    SortedMap<Long, PriceParts> ranges() {
        SortedMap<Long, PriceParts> ranges = new TreeMap<>();
        JsonNode list = model.path(TIERS);
        used.add(TIERS);
        for (JsonNode range : list) {
            LiteLlmPriceKeys keys = new LiteLlmPriceKeys(range, "");
            PriceParts parts = new PriceParts();
            KINDS.forEach((key, kind) -> keys.put(parts, kind, key));
            parts.forgetUsualReasoning();
            ranges.put(start(range.path("range")), parts);
        }
        return ranges;
    }

    /** Keys that price something else, with the reason why they are left out; a price of 0 is nothing to leave out. */
    Map<String, String> unused() {
        Map<String, String> unused = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : model.properties()) {
            String key = entry.getKey();
            boolean prices = key.contains("cost") || key.equals(TIERS);
            boolean zero = entry.getValue().isNumber()
                    && entry.getValue().decimalValue().signum() == 0;
            if (prices && !zero && !entry.getValue().isNull() && !used.contains(key)) {
                unused.put(key, reason(key));
            }
        }
        return unused;
    }

    /** What exists for the standard tier only: fees, other spellings, and embeddings, which have no output. */
    private void addStandardOnly(PriceParts parts) {
        BigDecimal request = usd("input_cost_per_request");
        if (request != null) {
            parts.perRequest(request);
        }
        if (!parts.has(Kind.CACHE_READ) || sameAs(parts, Kind.CACHE_READ, "input_cost_per_token_cache_hit")) {
            put(parts, Kind.CACHE_READ, "input_cost_per_token_cache_hit");
        }
        addWebSearch(parts);
        if (embedding && parts.has(Kind.INPUT) && !parts.has(Kind.OUTPUT)) {
            parts.put(Kind.OUTPUT, BigDecimal.ZERO);
        }
    }

    /** A search has a price where it does not depend on how much context it fetches, which no log tells. */
    private void addWebSearch(PriceParts parts) {
        Set<BigDecimal> prices = new TreeSet<>();
        for (String size : List.of("low", "medium", "high")) {
            JsonNode price = model.path(SEARCHES).path("search_context_size_" + size);
            if (price.isNumber()) {
                prices.add(Decimals.parse(SEARCHES, price.asText()));
            }
        }
        if (prices.size() == 1) {
            used.add(SEARCHES);
            prices.forEach(parts::perWebSearch);
        }
    }

    private boolean sameAs(PriceParts parts, Kind kind, String key) {
        JsonNode value = model.path(key);
        return value.isNumber()
                && parts.price(kind)
                        .filter(price -> price.compareTo(perMillion(value.decimalValue())) == 0)
                        .isPresent();
    }

    private void put(PriceParts parts, Kind kind, String key) {
        BigDecimal usdPerToken = usd(key);
        if (usdPerToken != null) {
            parts.put(kind, perMillion(usdPerToken));
        }
    }

    private @Nullable BigDecimal usd(String key) {
        JsonNode value = model.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        used.add(key);
        if (!value.isNumber() && !value.isTextual()) {
            throw new InvalidRecordException(key, "must be a number", "another value");
        }
        return Decimals.parse(key, value.asText());
    }

    private static boolean isPrice(String key, String tier) {
        return key.endsWith(tier) && KINDS.containsKey(key.substring(0, key.length() - tier.length()));
    }

    private static long start(JsonNode range) {
        double from = range.path(0).asDouble(-1);
        boolean open = range.path(1).isNull() || range.path(1).isMissingNode();
        if (!(from >= 0 && from < 1e12)
                || from != Math.rint(from)
                || !open && !(range.path(1).asDouble() > from)) {
            throw new InvalidRecordException(TIERS, "must have ranges of two rising numbers", "others");
        }
        return (long) from;
    }

    private static BigDecimal perMillion(BigDecimal usdPerToken) {
        return usdPerToken.movePointRight(6);
    }

    private static String reason(String key) {
        if (key.equals(SEARCHES)) {
            return "the price of a search depends on its context";
        }
        if (key.contains("cache_creation_input_audio")) {
            return "sound is not written to a cache";
        }
        for (String unit :
                new String[] {"image", "video", "pixel", "character", "second", "query", "dbu", "db_", "audio"}) {
            if (key.contains(unit)) {
                return "is not priced by tokens";
            }
        }
        return "is a price this book has no place for";
    }
}
