package io.weighbridge.tokenlog.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CallCost;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import io.weighbridge.tokenlog.prices.GenaiPricesImporter;
import io.weighbridge.tokenlog.prices.ListSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Every recorded answer, read and priced as genai-prices reads and prices it; USAGE.md lists what differs and why. */
@EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
class ProviderUsageRealDataTest {
    private static final Path DATA = Path.of(System.getProperty("weighbridge.data", ""));
    private static final Instant AT = Instant.parse("2026-08-21T00:00:00Z");
    private static final BigDecimal TOLERANCE = new BigDecimal("1e-9");

    private static final String EQUAL = "equal";
    private static final Pattern ROW = Pattern.compile("\\| (\\S[^|]*?) \\| (\\d+) \\|.*");

    private static final Set<String> KINDS = Set.of(
            "input_tokens",
            "cache_read_tokens",
            "cache_write_tokens",
            "output_tokens",
            "output_reasoning_tokens",
            "input_audio_tokens",
            "cache_audio_read_tokens",
            "output_audio_tokens",
            "web_searches");

    @Test
    void everyAnswerIsReadAndPricedAsRecordedOrForAListedReason() throws IOException {
        List<RecordedUsage> pairs = pairs();
        Map<String, Set<String>> kinds = kindsByExtractor(pairs);
        PriceBook book = book();
        Map<String, Integer> found = new TreeMap<>();
        for (RecordedUsage pair : pairs) {
            found.merge(verdict(pair, kinds.getOrDefault(pair.extractor(), Set.of()), book), 1, Integer::sum);
        }
        assertEquals(listed(), found, "USAGE.md lists every kind of difference with its number");
        assertEquals(9_744, pairs.size());
        int equal = found.getOrDefault(EQUAL, 0);
        int equalInWhatIsRead = found.entrySet().stream()
                .filter(verdict -> verdict.getKey().startsWith("not read: "))
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertTrue(equal >= 0.95 * pairs.size(), equal + " equal in everything");
        assertTrue(equal + equalInWhatIsRead >= 0.99 * pairs.size(), equalInWhatIsRead + " equal in what is read");
    }

    /** Whoever reads an answer once, at all or per API flavour, can agree with no more extractors than the commonest reading has. */
    @Test
    void noSingleReadingAgreesWithEveryExtractor() throws IOException {
        List<RecordedUsage> pairs = pairs();
        assertEquals(0.892, ceiling(pairs, pair -> ""), 0.0005);
        assertEquals(0.966, ceiling(pairs, RecordedUsage::flavour), 0.0005);
    }

    private static double ceiling(List<RecordedUsage> pairs, Function<RecordedUsage, String> reading) {
        Map<JsonNode, Map<String, Map<Map<String, Long>, Integer>>> readings = new IdentityHashMap<>();
        for (RecordedUsage pair : pairs) {
            readings.computeIfAbsent(pair.body(), body -> new HashMap<>())
                    .computeIfAbsent(reading.apply(pair), key -> new HashMap<>())
                    .merge(pair.usage(), 1, Integer::sum);
        }
        long agreeing = readings.values().stream()
                .flatMap(byReading -> byReading.values().stream())
                .mapToLong(usages -> Collections.max(usages.values()))
                .sum();
        return (double) agreeing / pairs.size();
    }

    @Test
    void everyAnswerIsRecognisedByItsKeys() throws IOException {
        Map<JsonNode, Set<Map<String, Long>>> recorded = new IdentityHashMap<>();
        for (RecordedUsage pair : pairs()) {
            recorded.computeIfAbsent(pair.body(), body -> new HashSet<>()).add(recorded(pair));
        }
        assertEquals(798, recorded.size());
        recorded.forEach((body, usages) -> {
            Map<String, Long> recognised = counts(ProviderUsage.of(body));
            assertTrue(usages.contains(recognised), () -> recognised + " is none of " + usages);
        });
    }

    /** "equal", or why not. */
    private static String verdict(RecordedUsage pair, Set<String> kinds, PriceBook book) {
        Map<String, Long> all = counts(ProviderUsage.of(pair.body(), pair.shape()));
        Map<String, Long> read = new TreeMap<>(all);
        read.keySet().retainAll(kinds);
        if (!read.equals(recorded(pair))) {
            return "other usage: " + pair.extractor() + " " + read;
        }
        String money = money(pair, usageOf(read), book);
        Set<String> unread = new TreeSet<>(all.keySet());
        unread.removeAll(kinds);
        return money.equals(EQUAL) && !unread.isEmpty() ? "not read: " + String.join(", ", unread) : money;
    }

    private static String money(RecordedUsage pair, Usage usage, PriceBook book) {
        String model = pair.model();
        CallCost.Components cost = model == null ? null : cost(new CallPricer(book), pair.provider(), model, usage);
        BigDecimal input = pair.inputPrice();
        BigDecimal output = pair.outputPrice();
        if (model == null || input == null || output == null) {
            return cost == null ? EQUAL : whyPriced(Objects.requireNonNull(model), pair.provider(), book);
        }
        if (cost == null) {
            return usage.webSearches() > 0 ? "no price of searches" : "no price: " + pair.provider() + " " + model;
        }
        boolean sameInput = near(cost.input().plus(cost.cacheRead()).plus(cost.cacheWrite()), input);
        boolean sameTotal = pair.totalPrice() == null || near(cost.total(), pair.totalPrice());
        return sameInput && near(cost.output(), output) && sameTotal
                ? EQUAL
                : "other price: " + pair.provider() + " " + model;
    }

    private static String whyPriced(String model, String provider, PriceBook book) {
        if (model.indexOf('/') >= 0) {
            return "priced: maker before the name";
        }
        ModelPrice price = book.priceOf(model, provider, null, AT).orElseThrow();
        return price.model().equals(model)
                ? "priced: the list's own id"
                : "priced: " + provider + " " + model + " by " + price.model();
    }

    private static Map<String, Integer> listed() throws IOException {
        Map<String, Integer> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("USAGE.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), Integer.valueOf(row.group(2)));
            }
        }
        return rows;
    }

    private static Map<String, Long> recorded(RecordedUsage pair) {
        Map<String, Long> recorded = new TreeMap<>(pair.usage());
        recorded.keySet().retainAll(KINDS);
        return recorded;
    }

    private static CallCost.@Nullable Components cost(CallPricer pricer, String provider, String model, Usage usage) {
        Request request = new Request(provider, model, null, null, null, null, null, Map.of());
        Response response = new Response(null, null, null, null, null, null, Response.OK, null, 1);
        return pricer.cost(
                        new CanonicalCall("recorded", "1", AT, Attribution.NONE, request, response, usage, null, null))
                .components();
    }

    private static boolean near(Usd amount, BigDecimal recorded) {
        return amount.toBigDecimal().subtract(recorded).abs().compareTo(TOLERANCE) <= 0;
    }

    private static Map<String, Long> counts(@Nullable Usage usage) {
        Map<String, Long> counts = new TreeMap<>();
        if (usage != null) {
            counts.put("input_tokens", usage.inputTokens());
            counts.put("cache_read_tokens", usage.cacheReadTokens());
            counts.put("cache_write_tokens", usage.cacheWrite5mTokens() + usage.cacheWrite1hTokens());
            counts.put("output_tokens", usage.outputTokens());
            counts.put("output_reasoning_tokens", usage.reasoningTokens());
            counts.put("input_audio_tokens", usage.audioInputTokens());
            counts.put("cache_audio_read_tokens", usage.cachedAudioInputTokens());
            counts.put("output_audio_tokens", usage.audioOutputTokens());
            counts.put("web_searches", usage.webSearches());
            counts.values().removeIf(count -> count == 0);
        }
        return counts;
    }

    private static Usage usageOf(Map<String, Long> counts) {
        return new Usage(
                        counts.getOrDefault("input_tokens", 0L),
                        counts.getOrDefault("cache_read_tokens", 0L),
                        counts.getOrDefault("cache_write_tokens", 0L),
                        0,
                        counts.getOrDefault("output_tokens", 0L),
                        counts.getOrDefault("output_reasoning_tokens", 0L))
                .withAudio(
                        counts.getOrDefault("input_audio_tokens", 0L),
                        counts.getOrDefault("cache_audio_read_tokens", 0L),
                        counts.getOrDefault("output_audio_tokens", 0L))
                .withWebSearches(counts.getOrDefault("web_searches", 0L));
    }

    private static Map<String, Set<String>> kindsByExtractor(List<RecordedUsage> pairs) {
        Map<String, Set<String>> kinds = new HashMap<>();
        for (RecordedUsage pair : pairs) {
            kinds.computeIfAbsent(pair.extractor(), extractor -> new HashSet<>())
                    .addAll(pair.usage().keySet());
        }
        return kinds;
    }

    private static List<RecordedUsage> pairs() throws IOException {
        return RecordedUsage.read(DATA.resolve("log_fixtures/provider_usage_payloads.json.gz"));
    }

    private static PriceBook book() throws IOException {
        return GenaiPricesImporter.read(
                        RecordedUsage.text(DATA.resolve("prices/genai_prices_data.json.gz")),
                        new ListSource("genai-prices", LocalDate.parse("2026-08-21")))
                .book();
    }
}
