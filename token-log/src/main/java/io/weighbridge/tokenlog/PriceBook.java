package io.weighbridge.tokenlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Dated, sourced list prices (FORMAT.md, "Price book"); immutable and safe to share between threads.
 *
 * <p>Of the entries that fit a call's model, provider, tier and time, the one in the highest layer is taken; inside a
 * layer the one whose provider is the call's, then the one of the call's region, then the one named exactly, then the longest pattern, then the price that
 * began last, then the one written last.
 */
public final class PriceBook {
    private static final String BUILT_IN = "price-book.json";

    private final Content content;
    private final PriceIndex index;
    private final NetPrices net;
    private final PriceCeiling ceiling;
    private final String version;

    private PriceBook(Content content) {
        this.content = content;
        this.index = new PriceIndex(content.entries());
        this.net = new NetPrices(content.entries(), content.discounts(), content.exchangeRates());
        this.ceiling = new PriceCeiling(content.entries().stream()
                .flatMap(entry -> net.inUsd(entry).stream())
                .toList());
        this.version = "prices-" + Sha256.hex(PriceBookJson.toJson(content)).substring(0, 16);
    }

    /** What is written in a book. */
    record Content(List<ModelPrice> entries, List<Discount> discounts, List<ExchangeRate> exchangeRates) {
        Content {
            entries = List.copyOf(entries);
            discounts = List.copyOf(discounts);
            exchangeRates = List.copyOf(exchangeRates);
        }
    }

    public static PriceBook of(List<ModelPrice> entries) {
        return of(entries, List.of(), List.of());
    }

    /** @throws InvalidRecordException if a price in another currency is out of range in US dollars */
    public static PriceBook of(List<ModelPrice> entries, List<Discount> discounts, List<ExchangeRate> exchangeRates) {
        return new PriceBook(new Content(entries, discounts, exchangeRates));
    }

    /** The book that comes with this library: the models of the sample data and of common public logs. */
    public static PriceBook builtIn() {
        return BuiltIn.BOOK;
    }

    /**
     * Reads a price book file.
     *
     * @throws IOException if the file cannot be read
     * @throws InvalidRecordException naming file, entry, field, rule and value if it is not a price book
     */
    public static PriceBook read(Path file) throws IOException {
        return new PriceBook(PriceBookJson.read(file));
    }

    /** Reads a book from the text of a price book file; the counterpart of {@link #toJson()}. */
    public static PriceBook fromJson(String json) {
        return new PriceBook(PriceBookJson.fromJson(json));
    }

    /** The text of the price book file, for sending a book to other processes. */
    public String toJson() {
        return PriceBookJson.toJson(content);
    }

    /** Writes the book, replacing the file in one step. */
    public void write(Path file) throws IOException {
        PriceBookJson.write(file, content);
    }

    /** This book with another over it: where the other one knows a price, a discount or a rate, it decides. */
    public PriceBook plus(PriceBook later) {
        int height = 1
                + Stream.concat(
                                content.entries.stream().map(ModelPrice::layer),
                                content.discounts.stream().map(Discount::layer))
                        .max(Comparator.naturalOrder())
                        .orElse(-1);
        List<ModelPrice> entries = new ArrayList<>(content.entries);
        later.content.entries.forEach(entry -> entries.add(entry.inLayer(entry.layer() + height)));
        List<Discount> discounts = new ArrayList<>(content.discounts);
        later.content.discounts.forEach(discount -> discounts.add(discount.inLayer(discount.layer() + height)));
        List<ExchangeRate> rates = new ArrayList<>(content.exchangeRates);
        rates.addAll(later.content.exchangeRates);
        return of(entries, discounts, rates);
    }

    /** Hash of the content: equal books have equal versions. */
    public String version() {
        return version;
    }

    /** The prices as they are written: in their own currency, before discounts. */
    public List<ModelPrice> entries() {
        return content.entries;
    }

    public List<Discount> discounts() {
        return content.discounts;
    }

    public List<ExchangeRate> exchangeRates() {
        return content.exchangeRates;
    }

    /**
     * The price of a model at a time.
     *
     * @param model a name as logs write it, also with its provider in front ("openai/gpt-4.1")
     * @param provider the provider that served the call; null where unknown
     * @param tier the service tier; null is standard. A tier that the book does not list has no price
     */
    public Optional<ModelPrice> priceOf(String model, @Nullable String provider, @Nullable String tier, Instant at) {
        return priceOf(model, provider, tier, null, at);
    }

    /**
     * What is charged for a model in a region at a time: in US dollars, less the discount that fits.
     *
     * @param region as the call's label "region" names it; null where unknown, and then only prices without one fit
     */
    public Optional<ModelPrice> priceOf(
            String model, @Nullable String provider, @Nullable String tier, @Nullable String region, Instant at) {
        String place = region == null ? null : region.toLowerCase(Locale.ROOT);
        String seller = provider == null ? null : ProviderName.canonical(provider);
        return index.find(model, provider, ServiceTier.canonical(tier), place, at)
                .flatMap(price -> net.of(price, model, seller, at));
    }

    /**
     * A bound for what a call of unknown price can cost: the dearest rate of any entry times its tokens, plus the dearest
     * fee. It holds as long as the unknown model is not dearer than every model of this book. Null where the book prices
     * no sound, or no searches, and the usage holds some.
     */
    public @Nullable Usd ceiling(Usage usage) {
        return ceiling.of(usage);
    }

    private static final class BuiltIn {
        static final PriceBook BOOK = load();

        private static PriceBook load() {
            try (InputStream in = Objects.requireNonNull(PriceBook.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
                return new PriceBook(PriceBookJson.fromJson(Utf8.decode(in.readAllBytes(), BUILT_IN)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
