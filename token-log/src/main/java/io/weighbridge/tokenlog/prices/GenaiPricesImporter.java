package io.weighbridge.tokenlog.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.ContextTier;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.ModelLimits;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.StrictJson;
import io.weighbridge.tokenlog.prices.PriceImport.LeftOut;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Imports the data.json of genai-prices: USD per million tokens, a list of providers with models, match rules, prices
 * that start at a date, and thresholds of input tokens. A provider that claims names by a rule of its own (model_match)
 * makes those models, so its prices decide where a log names no provider. A provider that resells the models of others
 * (fallback_model_providers) has their prices where it lists none of its own. Prices by the time of day have no place in
 * the book and are left out with their model.
 */
public final class GenaiPricesImporter {
    private static final int RESOLD = 0;
    private static final int OFFERED = 1;
    private static final int MADE = 2;

    private final ListSource source;
    private final List<ModelPrice> entries = new ArrayList<>();
    private final Map<String, List<ModelPrice>> own = new HashMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private GenaiPricesImporter(ListSource source) {
        this.source = source;
    }

    /** One price of a model and the first instant it holds; null is since ever. */
    private record Period(@Nullable Instant from, JsonNode prices) {}

    /**
     * Reads a list.
     *
     * @throws InvalidRecordException if the text is not a JSON array of providers
     */
    public static PriceImport read(String json, ListSource source) {
        JsonNode providers = StrictJson.node(json, "price list");
        if (!providers.isArray()) {
            throw new InvalidRecordException("price list", "must be an array of providers", "another value");
        }
        GenaiPricesImporter importer = new GenaiPricesImporter(source);
        for (JsonNode provider : providers) {
            for (JsonNode model : provider.path("models")) {
                importer.add(provider, model);
            }
        }
        for (JsonNode reseller : providers) {
            importer.addResold(reseller);
        }
        return new PriceImport(PriceBook.of(importer.entries), importer.leftOut);
    }

    private void add(JsonNode provider, JsonNode model) {
        String name = provider.path("id").asText() + "/" + model.path("id").asText();
        try {
            GenaiNames names = GenaiNames.of(model.path("match"));
            List<Period> periods = periods(model.path("prices"));
            List<ModelPrice> found = new ArrayList<>();
            for (int i = 0; i < periods.size(); i++) {
                Instant until = i + 1 < periods.size() ? periods.get(i + 1).from() : null;
                found.add(price(provider, model, names, periods.get(i), until));
            }
            entries.addAll(found);
            own.computeIfAbsent(provider.path("id").asText(), id -> new ArrayList<>())
                    .addAll(found);
            names.leftOut().forEach(rule -> leftOut.add(new LeftOut(name, rule, "names by this rule have no pattern")));
            periods.forEach(period -> noteOtherKinds(name, period.prices()));
        } catch (InvalidRecordException e) {
            leftOut.add(new LeftOut(name, "model", e.field() + " " + e.rule()));
        }
    }

    private void addResold(JsonNode reseller) {
        for (JsonNode maker : reseller.path("fallback_model_providers")) {
            for (ModelPrice price : own.getOrDefault(maker.asText(), List.of())) {
                entries.add(price.offeredBy(reseller.path("id").asText(), RESOLD));
            }
        }
    }

    private ModelPrice price(
            JsonNode provider, JsonNode model, GenaiNames names, Period period, @Nullable Instant until) {
        GenaiPrices prices = new GenaiPrices(period.prices());
        PriceParts base = prices.base();
        if (base.isEmpty()) {
            throw new InvalidRecordException("prices", "must name a price of tokens", "none");
        }
        List<ContextTier> tiers = new ArrayList<>();
        for (long start : prices.thresholds()) {
            tiers.add(new ContextTier(start, prices.above(start).build()));
        }
        return new ModelPrice(
                model.path("id").asText(),
                names.patterns(),
                provider.path("id").asText(),
                null,
                null,
                period.from(),
                until,
                base.build(),
                tiers,
                null,
                null,
                new ModelLimits(LiteLlmLimits.tokens(model.path("context_window")), null, Set.of(), Set.of()),
                source.name(),
                source.asOf(),
                provider.has("model_match") ? MADE : OFFERED);
    }

    private static List<Period> periods(JsonNode prices) {
        if (prices.isObject()) {
            return List.of(new Period(null, prices));
        }
        List<Period> periods = new ArrayList<>();
        for (JsonNode conditional : prices) {
            JsonNode constraint = conditional.path("constraint");
            if (constraint.has("start_time") || constraint.has("end_time")) {
                throw new InvalidRecordException("prices", "must not depend on the time of day", "start_time");
            }
            JsonNode date = constraint.path("start_date");
            periods.add(new Period(date.isMissingNode() ? null : midnight(date.asText()), conditional.path("prices")));
        }
        periods.sort(Comparator.comparing(Period::from, Comparator.nullsFirst(Comparator.naturalOrder())));
        return periods;
    }

    private static Instant midnight(String date) {
        try {
            return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidRecordException("start_date", "must be a day", date);
        }
    }

    private void noteOtherKinds(String name, JsonNode prices) {
        GenaiPrices.otherKinds(prices).forEach(kind -> leftOut.add(new LeftOut(name, kind, "is not priced by tokens")));
    }
}
