package io.weighbridge.tokenlog.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.ContextTier;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.ModelLimits;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.StrictJson;
import io.weighbridge.tokenlog.prices.PriceImport.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Imports lists in the layout of LiteLLM's model_prices_and_context_window.json: USD per token, one object per model,
 * service tiers and context thresholds as suffixes of the keys, or ranges of input tokens as {@code tiered_pricing}. A key
 * of a context threshold that is absent means the base price, as LiteLLM computes it. Models named without a provider prefix are the makers' own offers and decide where
 * a log names no provider.
 */
public final class LiteLlmPriceImporter {
    private static final Set<String> TEXT_MODES = Set.of("", "chat", "completion", "responses", "embedding");
    private static final Map<String, String> TIERS =
            Map.of("batches", "batch", "batch_requests", "batch", "flex", "flex", "priority", "priority");

    private final ListSource source;
    private final List<ModelPrice> entries = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private LiteLlmPriceImporter(ListSource source) {
        this.source = source;
    }

    /**
     * Reads a list.
     *
     * @throws InvalidRecordException if the text is not a JSON object
     */
    public static PriceImport read(String json, ListSource source) {
        LiteLlmPriceImporter importer = new LiteLlmPriceImporter(source);
        for (Map.Entry<String, JsonNode> entry :
                StrictJson.object(json, "price list").properties()) {
            if (!entry.getKey().equals("sample_spec")) {
                importer.add(entry.getKey(), entry.getValue());
            }
        }
        return new PriceImport(PriceBook.of(importer.entries), importer.leftOut);
    }

    private void add(String name, JsonNode model) {
        String mode = model.path("mode").asText("");
        if (!TEXT_MODES.contains(mode)) {
            leftOut.add(new LeftOut(name, "model", "mode " + mode + " is not priced by tokens"));
            return;
        }
        try {
            LiteLlmPriceKeys keys = new LiteLlmPriceKeys(model, mode);
            ModelLimits limits = LiteLlmLimits.of(model);
            List<ModelPrice> found = prices(name, model.path("litellm_provider").asText(""), keys, limits);
            if (found.isEmpty()) {
                leftOut.add(new LeftOut(name, "model", "has no price per token"));
                return;
            }
            entries.addAll(found);
            keys.unused().forEach((key, reason) -> leftOut.add(new LeftOut(name, key, reason)));
        } catch (InvalidRecordException e) {
            leftOut.add(new LeftOut(name, "model", e.field() + " " + e.rule()));
        }
    }

    private List<ModelPrice> prices(String name, String provider, LiteLlmPriceKeys keys, ModelLimits limits) {
        List<ModelPrice> found = new ArrayList<>();
        SortedMap<Long, PriceParts> ranges = keys.ranges();
        PriceParts standard = ranges.getOrDefault(0L, new PriceParts()).over(keys.base(""));
        if (!standard.isEmpty()) {
            List<ContextTier> tiers = new ArrayList<>(tiers(standard, "", keys));
            ranges.tailMap(1L)
                    .forEach((start, parts) -> tiers.add(
                            new ContextTier(start, parts.over(standard).build())));
            found.add(price(name, provider, null, standard, tiers, limits));
        }
        new TreeMap<>(TIERS).forEach((suffix, tier) -> {
            PriceParts parts = keys.base("_" + suffix);
            if (!parts.isEmpty()) {
                found.add(price(name, provider, tier, parts, tiers(parts, "_" + suffix, keys), limits));
            }
        });
        return found;
    }

    private static List<ContextTier> tiers(PriceParts base, String tier, LiteLlmPriceKeys keys) {
        List<ContextTier> tiers = new ArrayList<>();
        for (int thousands : keys.thresholds(tier)) {
            PriceParts above = keys.above(thousands, tier).over(base);
            tiers.add(new ContextTier(thousands * 1000L, above.build()));
        }
        return tiers;
    }

    private ModelPrice price(
            String name,
            String provider,
            @Nullable String tier,
            PriceParts parts,
            List<ContextTier> tiers,
            ModelLimits limits) {
        String prefix = provider + "/";
        boolean prefixed = name.startsWith(prefix) && name.length() > prefix.length();
        return new ModelPrice(
                prefixed ? name.substring(prefix.length()) : name,
                List.of(),
                provider.isEmpty() ? null : provider,
                tier,
                null,
                null,
                null,
                parts.build(),
                tiers,
                null,
                null,
                limits,
                source.name(),
                source.asOf(),
                name.indexOf('/') < 0 ? 1 : 0);
    }
}
