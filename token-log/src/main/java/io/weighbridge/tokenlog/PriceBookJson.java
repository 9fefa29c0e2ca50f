package io.weighbridge.tokenlog;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The price book file (FORMAT.md, "Price book"): prices are decimal strings in USD per million tokens. */
final class PriceBookJson {
    private static final String FORMAT = "weighbridge-prices";
    private static final int VERSION = 1;

    private PriceBookJson() {}

    static PriceBook.Content read(Path file) throws IOException {
        String json = Utf8.decode(Files.readAllBytes(file), file.toString());
        try {
            return fromJson(json);
        } catch (InvalidRecordException e) {
            throw e.in(file.toString());
        }
    }

    static void write(Path file, PriceBook.Content book) throws IOException {
        AtomicFile.write(file, toJson(book).getBytes(StandardCharsets.UTF_8));
    }

    static String toJson(PriceBook.Content book) {
        StringWriter out = new StringWriter();
        try {
            StrictJson.writePretty(out, json -> write(json, book));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    static PriceBook.Content fromJson(String text) {
        ObjectFields file = new ObjectFields(StrictJson.object(text, "price book"), "");
        file.requireFormat(FORMAT, "price book", VERSION);
        List<ModelPrice> entries = new ArrayList<>();
        for (ObjectFields entry : file.objects("entries")) {
            entries.add(in("entries[" + entries.size() + "]", () -> entry(entry)));
        }
        List<Discount> discounts = new ArrayList<>();
        for (ObjectFields discount : file.objects("discounts")) {
            discounts.add(in("discounts[" + discounts.size() + "]", () -> discount(discount)));
        }
        List<ExchangeRate> rates = new ArrayList<>();
        for (ObjectFields rate : file.objects("exchange_rates")) {
            rates.add(in("exchange_rates[" + rates.size() + "]", () -> exchangeRate(rate)));
        }
        file.refuseOthers();
        return new PriceBook.Content(entries, discounts, rates);
    }

    private static void write(JsonGenerator json, PriceBook.Content book) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT + "/" + VERSION);
        json.writeArrayFieldStart("entries");
        FieldWriter fields = new FieldWriter(json);
        for (ModelPrice entry : book.entries()) {
            write(json, fields, entry);
        }
        json.writeEndArray();
        if (!book.discounts().isEmpty()) {
            json.writeArrayFieldStart("discounts");
            for (Discount discount : book.discounts()) {
                write(json, fields, discount);
            }
            json.writeEndArray();
        }
        if (!book.exchangeRates().isEmpty()) {
            json.writeArrayFieldStart("exchange_rates");
            for (ExchangeRate rate : book.exchangeRates()) {
                write(json, fields, rate);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, FieldWriter fields, Discount discount) throws IOException {
        json.writeStartObject();
        fields.text("model", discount.model());
        fields.text("provider", discount.provider());
        fields.text("service_tier", discount.serviceTier());
        fields.decimal("percent", discount.percent());
        fields.instant("valid_from", discount.validFrom());
        fields.instant("valid_until", discount.validUntil());
        fields.text("source", discount.source());
        fields.text("as_of", discount.asOf().toString());
        fields.wholeUnlessZero("layer", discount.layer());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, FieldWriter fields, ExchangeRate rate) throws IOException {
        json.writeStartObject();
        fields.text("currency", rate.currency());
        fields.text("day", rate.day().toString());
        fields.decimal("usd", rate.usd());
        fields.text("source", rate.source());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, FieldWriter fields, HostingCost hosting) throws IOException {
        json.writeObjectFieldStart("hosting");
        fields.decimal("usd_per_replica_hour", hosting.usdPerReplicaHour());
        fields.decimal("tokens_per_second", hosting.tokensPerSecond());
        fields.decimal("utilisation", hosting.utilisation());
        fields.whole("replicas", hosting.replicas());
        fields.decimal("fixed_usd_per_month", hosting.fixedUsdPerMonth());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, FieldWriter fields, ModelPrice entry) throws IOException {
        json.writeStartObject();
        fields.text("model", entry.model());
        fields.texts("aliases", entry.aliases());
        fields.text("provider", entry.provider());
        fields.text("service_tier", entry.serviceTier());
        fields.text("region", entry.region());
        fields.instant("valid_from", entry.validFrom());
        fields.instant("valid_until", entry.validUntil());
        fields.text("currency", entry.currency());
        if (entry.hosting() == null) {
            write(fields, entry.prices());
        } else {
            write(json, fields, entry.hosting());
        }
        if (!entry.contextTiers().isEmpty()) {
            json.writeArrayFieldStart("context_tiers");
            for (ContextTier tier : entry.contextTiers()) {
                json.writeStartObject();
                fields.whole("above_input_tokens", tier.aboveInputTokens());
                write(fields, tier.prices());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        fields.whole("max_input_tokens", entry.limits().maxInputTokens());
        fields.whole("max_output_tokens", entry.limits().maxOutputTokens());
        fields.texts("capabilities", List.copyOf(entry.limits().capabilities()));
        fields.text("source", entry.source());
        fields.text("as_of", entry.asOf().toString());
        fields.wholeUnlessZero("layer", entry.layer());
        json.writeEndObject();
    }

    private static void write(FieldWriter fields, TokenPrices prices) throws IOException {
        fields.decimal("input", usd(prices.input()));
        fields.decimal("cache_read", usd(prices.cacheRead()));
        fields.decimal("cache_write_5m", usd(prices.cacheWrite5m()));
        fields.decimal("cache_write_1h", usd(prices.cacheWrite1h()));
        fields.decimal("output", usd(prices.output()));
        fields.usd("per_request", prices.perRequest());
        fields.decimal("audio_input", usd(prices.audioInput()));
        fields.decimal("cached_audio_input", usd(prices.cachedAudioInput()));
        fields.decimal("audio_output", usd(prices.audioOutput()));
        fields.decimal("reasoning", usd(prices.reasoning()));
        fields.usd("per_web_search", prices.perWebSearch());
    }

    /** One object of the file; its errors name its place. */
    private static <T> T in(String place, Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidRecordException e) {
            throw e.field().startsWith(place) ? e : e.in(place);
        }
    }

    private static ModelPrice entry(ObjectFields fields) {
        String currency = fields.text("currency");
        List<ContextTier> tiers = new ArrayList<>();
        for (ObjectFields tier : fields.objects("context_tiers")) {
            tiers.add(new ContextTier(tier.requiredWhole("above_input_tokens"), prices(tier, currency)));
            tier.refuseOthers();
        }
        Integer layer = fields.smallWhole("layer");
        HostingCost hosting = hosting(fields);
        ModelPrice entry = new ModelPrice(
                fields.requiredText("model"),
                fields.texts("aliases"),
                fields.text("provider"),
                fields.text("service_tier"),
                fields.text("region"),
                fields.instant("valid_from"),
                fields.instant("valid_until"),
                hosting == null ? prices(fields, currency) : hosting.prices(),
                tiers,
                currency,
                hosting,
                new ModelLimits(
                        fields.whole("max_input_tokens"),
                        fields.whole("max_output_tokens"),
                        new TreeSet<>(fields.texts("capabilities")),
                        Set.of()),
                fields.requiredText("source"),
                day("as_of", fields.requiredText("as_of")),
                layer == null ? 0 : layer);
        fields.refuseOthers();
        return entry;
    }

    private static @Nullable HostingCost hosting(ObjectFields fields) {
        ObjectFields hosting = fields.fields("hosting");
        if (hosting == null) {
            return null;
        }
        Integer replicas = hosting.smallWhole("replicas");
        BigDecimal fixed = hosting.decimal("fixed_usd_per_month");
        HostingCost cost = new HostingCost(
                requiredDecimal(hosting, "usd_per_replica_hour"),
                requiredDecimal(hosting, "tokens_per_second"),
                requiredDecimal(hosting, "utilisation"),
                replicas == null ? 1 : replicas,
                fixed == null ? BigDecimal.ZERO : fixed);
        hosting.refuseOthers();
        return cost;
    }

    private static Discount discount(ObjectFields fields) {
        Integer layer = fields.smallWhole("layer");
        Discount discount = new Discount(
                fields.requiredText("model"),
                fields.text("provider"),
                fields.text("service_tier"),
                requiredDecimal(fields, "percent"),
                fields.instant("valid_from"),
                fields.instant("valid_until"),
                fields.requiredText("source"),
                day("as_of", fields.requiredText("as_of")),
                layer == null ? 0 : layer);
        fields.refuseOthers();
        return discount;
    }

    private static ExchangeRate exchangeRate(ObjectFields fields) {
        ExchangeRate rate = new ExchangeRate(
                fields.requiredText("currency"),
                day("day", fields.requiredText("day")),
                requiredDecimal(fields, "usd"),
                fields.requiredText("source"));
        fields.refuseOthers();
        return rate;
    }

    private static BigDecimal requiredDecimal(ObjectFields fields, String name) {
        BigDecimal value = fields.decimal(name);
        if (value == null) {
            throw fields.missing(name);
        }
        return value;
    }

    private static TokenPrices prices(ObjectFields fields, @Nullable String currency) {
        return new TokenPrices(
                rate(fields, "input", currency),
                rate(fields, "cache_read", currency),
                rate(fields, "cache_write_5m", currency),
                rate(fields, "cache_write_1h", currency),
                rate(fields, "output", currency),
                fields.usd("per_request"),
                rate(fields, "audio_input", currency),
                rate(fields, "cached_audio_input", currency),
                rate(fields, "audio_output", currency),
                rate(fields, "reasoning", currency),
                fields.usd("per_web_search"));
    }

    private static @Nullable Rate rate(ObjectFields fields, String name, @Nullable String currency) {
        BigDecimal price = fields.decimal(name);
        if (price == null) {
            return null;
        }
        return currency == null ? Rate.of(name, price) : Rate.inAnyCurrency(name, price);
    }

    private static @Nullable BigDecimal usd(@Nullable Rate rate) {
        return rate == null ? null : rate.usdPerMillionTokens();
    }

    private static LocalDate day(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidRecordException(field, "must be a day such as 2025-09-05", text);
        }
    }
}
