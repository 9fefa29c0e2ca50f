package io.weighbridge.tokenlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dated, sourced list prices (FORMAT.md, "Price book"); immutable and safe to share between threads.
 *
 * <p>Of the entries that fit a call's model, provider, tier and time, the one in the highest layer is taken; inside a
 * layer the one whose provider is the call's, then the one named exactly, then the longest pattern, then the price that
 * began last, then the one written last.
 */
public final class PriceBook {
    private static final String BUILT_IN = "price-book.json";

    private final List<ModelPrice> entries;
    private final PriceIndex index;
    private final String version;

    private PriceBook(List<ModelPrice> entries) {
        this.entries = List.copyOf(entries);
        this.index = new PriceIndex(this.entries);
        this.version =
                "prices-" + Sha256.hex(PriceBookJson.toJson(this.entries)).substring(0, 16);
    }

    public static PriceBook of(List<ModelPrice> entries) {
        return new PriceBook(entries);
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
        return PriceBookJson.toJson(entries);
    }

    /** Writes the book, replacing the file in one step. */
    public void write(Path file) throws IOException {
        PriceBookJson.write(file, entries);
    }

    /** This book with the entries of another over it: where the other one knows a price, it decides. */
    public PriceBook plus(PriceBook later) {
        int height = 1 + entries.stream().mapToInt(ModelPrice::layer).max().orElse(-1);
        List<ModelPrice> all = new ArrayList<>(entries);
        later.entries.forEach(entry -> all.add(entry.inLayer(entry.layer() + height)));
        return new PriceBook(all);
    }

    /** Hash of the content: equal books have equal versions. */
    public String version() {
        return version;
    }

    public List<ModelPrice> entries() {
        return entries;
    }

    /**
     * The price of a model at a time.
     *
     * @param model a name as logs write it, also with its provider in front ("openai/gpt-4.1")
     * @param provider the provider that served the call; null where unknown
     * @param tier the service tier; null is standard. A tier that the book does not list has no price
     */
    public Optional<ModelPrice> priceOf(String model, @Nullable String provider, @Nullable String tier, Instant at) {
        return index.find(model, provider, ServiceTier.canonical(tier), at);
    }

    /**
     * A bound for what a call of unknown price can cost: the dearest rate of any entry times its tokens, plus the dearest
     * fee. It holds as long as the unknown model is not dearer than every model of this book. Null where the book prices
     * no sound, or no searches, and the usage holds some.
     */
    public @Nullable Usd ceiling(Usage usage) {
        return index.ceiling(usage);
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
