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
import org.jspecify.annotations.Nullable;

/** The price book file (FORMAT.md, "Price book"): prices are decimal strings in USD per million tokens. */
final class PriceBookJson {
    private static final String FORMAT = "weighbridge-prices";
    private static final int VERSION = 1;

    private PriceBookJson() {}

    static List<ModelPrice> read(Path file) throws IOException {
        String json = Utf8.decode(Files.readAllBytes(file), file.toString());
        try {
            return fromJson(json);
        } catch (InvalidRecordException e) {
            throw e.in(file.toString());
        }
    }

    static void write(Path file, List<ModelPrice> entries) throws IOException {
        AtomicFile.write(file, toJson(entries).getBytes(StandardCharsets.UTF_8));
    }

    static String toJson(List<ModelPrice> entries) {
        StringWriter out = new StringWriter();
        try {
            StrictJson.writePretty(out, json -> write(json, entries));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    static List<ModelPrice> fromJson(String text) {
        ObjectFields file = new ObjectFields(StrictJson.object(text, "price book"), "");
        file.requireFormat(FORMAT, "price book", VERSION);
        List<ModelPrice> entries = new ArrayList<>();
        for (ObjectFields entry : file.objects("entries")) {
            entries.add(entry(entry, "entries[" + entries.size() + "]"));
        }
        file.refuseOthers();
        return entries;
    }

    private static void write(JsonGenerator json, List<ModelPrice> entries) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT + "/" + VERSION);
        json.writeArrayFieldStart("entries");
        for (ModelPrice entry : entries) {
            write(json, new FieldWriter(json), entry);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, FieldWriter fields, ModelPrice entry) throws IOException {
        json.writeStartObject();
        fields.text("model", entry.model());
        fields.texts("aliases", entry.aliases());
        fields.text("provider", entry.provider());
        fields.text("service_tier", entry.serviceTier());
        fields.instant("valid_from", entry.validFrom());
        fields.instant("valid_until", entry.validUntil());
        write(fields, entry.prices());
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

    private static ModelPrice entry(ObjectFields fields, String place) {
        List<ContextTier> tiers = new ArrayList<>();
        for (ObjectFields tier : fields.objects("context_tiers")) {
            tiers.add(new ContextTier(tier.requiredWhole("above_input_tokens"), prices(tier)));
            tier.refuseOthers();
        }
        Integer layer = fields.smallWhole("layer");
        try {
            ModelPrice entry = new ModelPrice(
                    fields.requiredText("model"),
                    fields.texts("aliases"),
                    fields.text("provider"),
                    fields.text("service_tier"),
                    fields.instant("valid_from"),
                    fields.instant("valid_until"),
                    prices(fields),
                    tiers,
                    fields.requiredText("source"),
                    day(fields.requiredText("as_of")),
                    layer == null ? 0 : layer);
            fields.refuseOthers();
            return entry;
        } catch (InvalidRecordException e) {
            throw e.field().startsWith(place) ? e : e.in(place);
        }
    }

    private static TokenPrices prices(ObjectFields fields) {
        return new TokenPrices(
                rate(fields, "input"),
                rate(fields, "cache_read"),
                rate(fields, "cache_write_5m"),
                rate(fields, "cache_write_1h"),
                rate(fields, "output"),
                fields.usd("per_request"),
                rate(fields, "audio_input"),
                rate(fields, "cached_audio_input"),
                rate(fields, "audio_output"),
                rate(fields, "reasoning"),
                fields.usd("per_web_search"));
    }

    private static @Nullable Rate rate(ObjectFields fields, String name) {
        BigDecimal price = fields.decimal(name);
        return price == null ? null : Rate.of(name, price);
    }

    private static @Nullable BigDecimal usd(@Nullable Rate rate) {
        return rate == null ? null : rate.usdPerMillionTokens();
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidRecordException("as_of", "must be a day such as 2025-09-05", text);
        }
    }
}
