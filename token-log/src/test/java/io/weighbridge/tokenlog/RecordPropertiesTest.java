package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds for every call and every log. */
class RecordPropertiesTest {
    private static final CallPricer PRICER = new CallPricer(PriceBook.builtIn());
    private static final String[] RATES = {"1", "0.1", "1.25", "2", "2", "20", "5", "40", "3"};
    private static final int KINDS = RATES.length + 2;
    private static final TokenPrices PRICES = prices(-1);

    @Property(tries = 500, seed = "20261101")
    void everyCallSurvivesWritingAndReading(@ForAll("calls") CanonicalCall call) {
        String json = CanonicalCallJson.toJson(call);
        assertEquals(call, CanonicalCallJson.fromJson(json));
        assertEquals(json, CanonicalCallJson.toJson(CanonicalCallJson.fromJson(json)));
        assertEquals(-1, json.indexOf('\n'), "one line");
    }

    @Property(tries = 500, seed = "20261102")
    void everyOutcomeSurvivesWritingAndReading(@ForAll("outcomes") Outcome outcome) {
        assertEquals(outcome, OutcomeJson.fromJson(OutcomeJson.toJson(outcome)));
    }

    @Property(tries = 200, seed = "20261103")
    void splittingALogNeverChangesItsTotal(@ForAll("logs") List<CanonicalCall> log, @ForAll int anywhere) {
        int split = Math.floorMod(anywhere, log.size() + 1);
        Usd parts = total(log.subList(0, split)).plus(total(log.subList(split, log.size())));
        assertEquals(total(log), parts);
    }

    @Property(tries = 200, seed = "20261106")
    void shufflingALogNeverChangesItsTotal(@ForAll("logs") List<CanonicalCall> log, @ForAll long order) {
        List<CanonicalCall> shuffled = new ArrayList<>(log);
        Collections.shuffle(shuffled, new Random(order));
        assertEquals(total(log), total(shuffled));
    }

    /** Each price alone gives its own part of the cost of all of them: nothing is charged twice or forgotten. */
    @Property(tries = 500, seed = "20261107")
    void theCostIsTheSumOfWhatEachPriceAloneGives(@ForAll("usages") Usage usage) {
        CallCost.Components whole = Objects.requireNonNull(PRICES.cost(usage));
        Usd sum = Usd.ZERO;
        for (int kind = 0; kind < KINDS; kind++) {
            sum = sum.plus(Objects.requireNonNull(prices(kind).cost(usage)).total());
        }
        assertEquals(whole.total(), sum);
    }

    @Property(tries = 500, seed = "20261108")
    void moreTokensNeverCostLess(@ForAll("usages") Usage usage) {
        Usd cost = Objects.requireNonNull(PRICES.cost(usage)).total();
        Usage more = new Usage(
                usage.inputTokens() + 1,
                usage.cacheReadTokens(),
                usage.cacheWrite5mTokens(),
                usage.cacheWrite1hTokens(),
                usage.outputTokens() + 1,
                usage.reasoningTokens());
        Usage same = more.withAudio(usage.audioInputTokens(), usage.cachedAudioInputTokens(), usage.audioOutputTokens())
                .withWebSearches(usage.webSearches());
        assertEquals(
                cost.plus(new Usd(3_000_000)),
                Objects.requireNonNull(PRICES.cost(same)).total(),
                "one token of input at 1 and one of output at 2 USD per million");
    }

    @Property(tries = 500, seed = "20261104")
    void componentsAreNeverNegativeAndAddUpToTheTotal(@ForAll("calls") CanonicalCall call) {
        CallCost.Components cost = PRICER.cost(call).components();
        if (cost != null) {
            List<Usd> all = List.of(cost.input(), cost.cacheRead(), cost.cacheWrite(), cost.output(), cost.request());
            all.forEach(component -> assertTrue(component.picodollars() >= 0, component.toString()));
            assertEquals(all.stream().reduce(Usd.ZERO, Usd::plus), cost.total());
        }
    }

    @Property(tries = 500, seed = "20261105")
    void aKnownSpendLiesInsideItsOwnInterval(@ForAll("calls") CanonicalCall call) {
        Spend spend = PRICER.spend(call);
        Usd amount = spend.amount();
        if (amount == null) {
            assertEquals(Usd.ZERO, spend.low());
            assertEquals(call.usage() == null || hasSound(call.usage()), spend.high() == null);
        } else {
            assertEquals(amount, spend.low());
            assertEquals(amount, spend.high());
        }
    }

    /** All prices, or one and the others free. */
    private static TokenPrices prices(int only) {
        Rate[] rates = new Rate[RATES.length];
        for (int i = 0; i < RATES.length; i++) {
            rates[i] = Rate.of(only < 0 || only == i ? RATES[i] : "0");
        }
        Usd fee = Usd.parse(only < 0 || only == RATES.length ? "0.005" : "0");
        Usd search = Usd.parse(only < 0 || only == RATES.length + 1 ? "0.01" : "0");
        return new TokenPrices(
                rates[0], rates[1], rates[2], rates[3], rates[4], fee, rates[5], rates[6], rates[7], rates[8], search);
    }

    @Provide("usages")
    Arbitrary<Usage> providedUsages() {
        return usages();
    }

    @Provide
    Arbitrary<List<CanonicalCall>> logs() {
        return calls().list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<CanonicalCall> calls() {
        return Combinators.combine(
                        instants(),
                        requests(),
                        responses(),
                        usages().injectNull(0.2),
                        money().injectNull(0.5),
                        decisions())
                .as((time, request, response, usage, billed, decision) -> new CanonicalCall(
                        "source", "id", time, Attribution.NONE, request, response, usage, billed, decision));
    }

    @Provide
    Arbitrary<Outcome> outcomes() {
        Arbitrary<Outcome.@Nullable Draw> draws = Arbitraries.doubles()
                .between(0, false, 1, true)
                .map(q -> new Outcome.Draw(
                        "replay", "frame", 100, 3, q, q < 0.5 ? null : new Outcome.Plan(q, q - 1, q / 2)))
                .injectNull(0.5);
        return Combinators.combine(
                        names(),
                        Arbitraries.doubles().between(0, 1),
                        texts().injectNull(0.5),
                        draws,
                        usages().injectNull(0.5))
                .as((model, score, prompt, draw, usage) ->
                        new Outcome("unit", "task", model, score, "benchmark", null, null, prompt, draw, null, usage));
    }

    private static Arbitrary<Request> requests() {
        return Combinators.combine(names(), texts().injectNull(0.5), labels())
                .as((model, prompt, labels) -> new Request(null, model, null, prompt, null, null, null, labels));
    }

    private static Arbitrary<Response> responses() {
        return texts().injectNull(0.5)
                .map(text -> new Response(null, text, null, 5L, null, "stop", Response.OK, null, 1));
    }

    private static Arbitrary<Map<String, String>> labels() {
        return Arbitraries.maps(names(), texts()).ofMaxSize(4);
    }

    private static Arbitrary<@Nullable Decision> decisions() {
        return Arbitraries.doubles()
                .between(0, false, 1, true)
                .map(p -> new Decision("policy", "model", p, "reason", List.of("a", "b")))
                .injectNull(0.7);
    }

    private static Arbitrary<Usage> usages() {
        Arbitrary<Long> counts = Arbitraries.longs().between(0, 100_000);
        Arbitrary<Usage> text = Combinators.combine(
                        counts,
                        counts,
                        counts,
                        counts,
                        counts,
                        Arbitraries.longs().between(0, 50))
                .as((fresh, read, write5m, write1h, output, reasoning) -> new Usage(
                        fresh + read + write5m + write1h, read, write5m, write1h, output + reasoning, reasoning));
        Arbitrary<Integer> percent = Arbitraries.of(0, 0, 0, 33, 100);
        return Combinators.combine(text, percent, percent, percent, Arbitraries.of(0, 0, 3))
                .as((usage, fresh, cached, output, searches) -> {
                    long cachedSound = usage.cacheReadTokens() * cached / 100;
                    long sound = usage.uncachedInputTokens() * fresh / 100 + cachedSound;
                    long spoken = (usage.outputTokens() - usage.reasoningTokens()) * output / 100;
                    return usage.withAudio(sound, cachedSound, spoken).withWebSearches(searches);
                });
    }

    private static boolean hasSound(Usage usage) {
        return usage.audioInputTokens() > 0 || usage.audioOutputTokens() > 0;
    }

    private static Arbitrary<Usd> money() {
        return Arbitraries.longs().between(0, 5_000_000_000_000L).map(Usd::new);
    }

    private static Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(946_684_800_000_000L, 7_000_000_000_000_000L)
                .map(micros -> Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "gpt-4.1", "claude-sonnet-4-5", "claude-opus-4-6", "sim-small", "deepseek/deepseek-chat"),
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12));
    }

    /** Any text that UTF-8 can hold: controls, quotes, emoji. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(40)
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    private static Usd total(List<CanonicalCall> log) {
        return log.stream()
                .map(call -> PRICER.cost(call).total())
                .reduce(Usd.ZERO, (sum, cost) -> cost == null ? sum : sum.plus(cost));
    }
}
