package io.weighbridge.tokenlog.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.prices.PriceParts.Kind;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cost keys of one model in LiteLLM's layout. Remembers which were asked for, to name the others. */
final class LiteLlmPriceKeys {
    private static final Map<String, Kind> KINDS = Map.of(
            "input_cost_per_token", Kind.INPUT,
            "cache_read_input_token_cost", Kind.CACHE_READ,
            "cache_creation_input_token_cost", Kind.CACHE_WRITE_5M,
            "output_cost_per_token", Kind.OUTPUT);
    private static final Pattern THRESHOLD = Pattern.compile("(.*)_above_(\\d{1,5})k_tokens");

    private final JsonNode model;
    private final boolean embedding;
    private final Set<String> used = new HashSet<>();

    LiteLlmPriceKeys(JsonNode model, String mode) {
        this.model = model;
        this.embedding = mode.equals("embedding");
    }

    /** The prices whose keys end so; "" is the base. */
    PriceParts parts(String suffix) {
        PriceParts parts = new PriceParts();
        KINDS.forEach((key, kind) -> put(parts, kind, key + suffix));
        put(parts, Kind.CACHE_WRITE_1H, "cache_creation_input_token_cost_above_1hr" + suffix);
        if (suffix.isEmpty()) {
            addBaseOnly(parts);
        }
        return parts;
    }

    /** Thresholds of input tokens, in thousands. */
    SortedSet<Integer> thresholds() {
        SortedSet<Integer> thresholds = new TreeSet<>();
        for (Map.Entry<String, JsonNode> entry : model.properties()) {
            Matcher key = THRESHOLD.matcher(entry.getKey());
            if (key.matches() && KINDS.containsKey(key.group(1))) {
                thresholds.add(Integer.valueOf(key.group(2)));
            }
        }
        return thresholds;
    }

    /** Keys that price something else, with the reason why they are left out; a price of 0 is nothing to leave out. */
    Map<String, String> unused() {
        Map<String, String> unused = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : model.properties()) {
            String key = entry.getKey();
            boolean prices = key.contains("cost") || key.equals("tiered_pricing");
            boolean zero = entry.getValue().isNumber()
                    && entry.getValue().decimalValue().signum() == 0;
            if (prices && !zero && !entry.getValue().isNull() && !used.contains(key)) {
                unused.put(key, reason(key));
            }
        }
        return unused;
    }

    /** Keys that exist for the base price only: a fee per request, other spellings, and embeddings, which have no output. */
    private void addBaseOnly(PriceParts parts) {
        BigDecimal request = usd("input_cost_per_request");
        if (request != null) {
            parts.perRequest(request);
        }
        if (!parts.has(Kind.CACHE_READ) || sameAs(parts, Kind.CACHE_READ, "input_cost_per_token_cache_hit")) {
            put(parts, Kind.CACHE_READ, "input_cost_per_token_cache_hit");
        }
        if (sameAs(parts, Kind.OUTPUT, "output_cost_per_reasoning_token")) {
            used.add("output_cost_per_reasoning_token");
        }
        if (embedding && parts.has(Kind.INPUT) && !parts.has(Kind.OUTPUT)) {
            parts.put(Kind.OUTPUT, BigDecimal.ZERO);
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

    private static BigDecimal perMillion(BigDecimal usdPerToken) {
        return usdPerToken.movePointRight(6);
    }

    private static String reason(String key) {
        if (key.contains("reasoning")) {
            return "reasoning tokens have a price of their own";
        }
        if (key.equals("tiered_pricing")) {
            return "prices by ranges of tokens";
        }
        for (String unit :
                new String[] {"audio", "image", "video", "pixel", "character", "second", "query", "dbu", "db_"}) {
            if (key.contains(unit)) {
                return "is not priced by text tokens";
            }
        }
        return "is a price this book has no place for";
    }
}
