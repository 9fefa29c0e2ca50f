package io.weighbridge.audit.levers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.assessment.Evidence.Cheaper;
import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.CallTraffic;
import io.weighbridge.audit.rollup.DayRollup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.HostedModel;
import io.weighbridge.tokenlog.PriceBook;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

class LeversTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-10-01");
    private static final String LARGE = "sim-large";
    private static final Map<Lever, Measure> TOLD_BY_CALL = Map.of(
            Lever.FAILED_CALLS, Measure.FAILED_PICODOLLARS,
            Lever.EXACT_DUPLICATES, Measure.REPEATED_PICODOLLARS,
            Lever.NEAR_DUPLICATES, Measure.NEAR_PICODOLLARS,
            Lever.TEMPLATE_ANSWERS, Measure.TEMPLATE_PICODOLLARS);
    private static final String OWN = "{\"model\":\"sim-own\",\"hosting\":{\"usd_per_replica_hour\":\"0.2\","
            + "\"tokens_per_second\":\"1000\",\"utilisation\":\"0.5\"},\"source\":\"test\",\"as_of\":\"2026-01-01\"}";

    @Property(tries = 1_000, seed = "20261130")
    void leversAddUpAndTakeNoMoreThanTheCallsCost(@ForAll("groups") List<GroupTotals> groups) {
        Levers levers = new Levers(
                new LeverOptions(
                        24,
                        5,
                        List.of("nightly", "chat"),
                        List.of(new HostedModel("sim-own", List.of("sim-small"), 2))),
                cachePrices(),
                NOW);
        Map<String, Cheaper> cheaper =
                Map.of("chat", new Cheaper(LARGE, "sim-small", 0.9), "mail", new Cheaper(LARGE, "sim-small", 1.0));

        List<LeverSaving> savings = levers.savings(List.of(new DayRollup(DAY, groups)), cheaper);

        Map<String, BigDecimal> saved = savings.stream()
                .collect(Collectors.groupingBy(
                        LeverSaving::task,
                        Collectors.reducing(BigDecimal.ZERO, LeverSaving::savingUsd, BigDecimal::add)));
        saved.forEach((task, usd) -> {
            long spent = groups.stream()
                    .filter(group -> group.group().task().equals(task))
                    .mapToLong(group -> group.sum(Measure.SPEND_PICODOLLARS))
                    .sum();
            assertTrue(usd.compareTo(BigDecimal.valueOf(spent, 12)) <= 0, task + " saves " + usd + " of " + spent);
        });
        assertTrue(savings.stream().allMatch(saving -> saving.savingUsd().signum() > 0));
        assertEquals(
                groups.stream()
                        .mapToLong(group -> TOLD_BY_CALL.values().stream()
                                .mapToLong(group::sum)
                                .sum())
                        .sum(),
                savings.stream()
                        .filter(saving -> TOLD_BY_CALL.containsKey(saving.lever()))
                        .map(LeverSaving::savingUsd)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .movePointRight(12)
                        .longValueExact(),
                "what is told call by call is taken whole");
    }

    @Test
    void eachLeverTakesFromWhatIsLeft() {
        GroupTotals group = group("nightly", LARGE, null, new Taken(100, 200, 300, 400), 1_000);
        Levers levers = new Levers(new LeverOptions(24, 5, List.of("nightly"), List.of()), prices(), NOW);

        Map<Lever, BigDecimal> savings = new EnumMap<>(Lever.class);
        levers.savings(
                        List.of(new DayRollup(DAY, List.of(group))),
                        Map.of("nightly", new Cheaper(LARGE, "sim-small", 0.6)))
                .forEach(saving -> savings.put(
                        saving.lever(), saving.savingUsd().movePointRight(12).stripTrailingZeros()));

        assertEquals(
                Map.of(
                        Lever.FAILED_CALLS,
                        new BigDecimal("1E+2"),
                        Lever.EXACT_DUPLICATES,
                        new BigDecimal("2E+2"),
                        Lever.NEAR_DUPLICATES,
                        new BigDecimal("3E+2"),
                        Lever.TEMPLATE_ANSWERS,
                        new BigDecimal("4E+2"),
                        Lever.OVER_PROVISIONED_MODEL,
                        new BigDecimal("6E+2"),
                        Lever.BATCH_TIER,
                        new BigDecimal("2E+2")),
                savings,
                "half of the four hundred that are left, as the batch tier costs half");
    }

    @Test
    void whatTheProvidersCacheWouldHaveReadCostsItsPriceAndWhatWasWrittenForItTheDearerOne() {
        assertEquals(450, cached(5, "\"cache_read\":\"0.1\""), "500 of 1,000 tokens at a tenth");
        String written = "\"cache_read\":\"0.1\",\"cache_write_5m\":\"1.25\",\"cache_write_1h\":\"2\"";
        assertEquals(425, cached(5, written), "100 of 1,000 tokens a quarter dearer");
        assertEquals(350, cached(6, written), "twice as dear");
        assertEquals(0, cached(61, written), "no writes are sold that live longer");
        assertEquals(450, cached(5, "\"cache_read\":\"0.1\",\"cache_write_5m\":\"0\""), "no write is a discount");
    }

    @Test
    void withoutAPriceOfCacheReadsOrOfWritesThatLiveSoLongNothingIsSaved() {
        assertEquals(0, cached(5, "\"cache_write_5m\":\"1.25\""));
        assertEquals(0, cached(6, "\"cache_read\":\"0.1\",\"cache_write_5m\":\"1.25\""));
        assertEquals(0, cached(5, "\"cache_read\":\"1.5\""), "a cache that costs more is not used");
    }

    @Test
    void callsWithoutACountOfTokensSaveNothing() {
        GroupTotals half = withPrefixes(group("chat", LARGE, null, Taken.NOTHING, 1_000), 1_000, 500, 100);
        half.sums()[Measure.REMAINING_CALLS.ordinal()] = 20;

        assertEquals(
                225, saved(half, 5, List.of(), "\"cache_read\":\"0.1\"", "").get(Lever.PREFIX_CACHING));
    }

    @Test
    void theBatchTierTakesFromWhatCachingHasLeft() {
        GroupTotals group = withPrefixes(group("nightly", LARGE, null, Taken.NOTHING, 1_000), 1_000, 500, 0);
        String read = "\"cache_read\":\"0.1\"";

        assertEquals(
                Map.of(Lever.PREFIX_CACHING, 450L, Lever.BATCH_TIER, 275L),
                saved(group, 5, List.of("nightly"), read, "\"cache_read\":\"0.05\""),
                "half of what is left");
        assertEquals(
                Map.of(Lever.PREFIX_CACHING, 450L, Lever.BATCH_TIER, 50L),
                saved(group, 5, List.of("nightly"), read, ""),
                "in batches all costs a half, and nothing is read from a cache");
    }

    /** Of a thousand picodollars, what is saved where 500 of 1,000 tokens would have been read, and 100 written. */
    private static long cached(int minutes, String cachePrices) {
        GroupTotals group = withPrefixes(group("chat", LARGE, null, Taken.NOTHING, 1_000), 1_000, 500, 100);
        return saved(group, minutes, List.of(), cachePrices, "").getOrDefault(Lever.PREFIX_CACHING, 0L);
    }

    private static Map<Lever, Long> saved(
            GroupTotals group, int minutes, List<String> batchTasks, String cachePrices, String batchCachePrices) {
        String entry = "{\"model\":\"sim-large\",%s\"input\":\"%s\",\"output\":\"%s\",\"source\":\"test\","
                + "\"as_of\":\"2026-01-01\"}";
        String batch = batchCachePrices.isEmpty() ? "" : batchCachePrices + ",";
        PriceBook prices = PriceBook.fromJson("{\"format\":\"weighbridge-prices/1\",\"entries\":["
                + entry.formatted(cachePrices + ",", "1", "1") + ","
                + entry.formatted("\"service_tier\":\"batch\"," + batch, "0.5", "0.5") + "]}");
        return new Levers(new LeverOptions(24, minutes, batchTasks, List.of()), prices, NOW)
                .savings(List.of(new DayRollup(DAY, List.of(group))), Map.of()).stream()
                        .collect(Collectors.toMap(
                                LeverSaving::lever,
                                saving -> saving.savingUsd().movePointRight(12).longValueExact()));
    }

    private static GroupTotals withPrefixes(GroupTotals group, long input, long read, long written) {
        long[] sums = group.sums().clone();
        set(sums, Measure.REMAINING_INPUT_TOKENS, input);
        set(sums, Measure.REMAINING_OUTPUT_TOKENS, 0);
        set(sums, Measure.REMAINING_PREFIX_CALLS, 5);
        set(sums, Measure.REMAINING_PREFIX_TOKENS, read);
        set(sums, Measure.REMAINING_PREFIX_WRITE_TOKENS, written);
        return new GroupTotals(group.group(), sums, group.traffic());
    }

    @Test
    void howLongAPrefixLivesMustBeFromAMinuteToADay() {
        assertEquals(
                "prefix_cache_minutes: must be from 1 to 1440, was 0",
                assertThrows(BadInputException.class, () -> new LeverOptions(24, 0, List.of(), List.of()))
                        .getMessage());
        assertEquals(
                "prefix_cache_minutes: must be from 1 to 1440, was 1441",
                assertThrows(BadInputException.class, () -> new LeverOptions(24, 1_441, List.of(), List.of()))
                        .getMessage());
    }

    @Test
    void theBatchTierSavesNothingOnCallsOfAnotherTierOrWithoutAPrice() {
        Levers levers = new Levers(new LeverOptions(24, 5, List.of("nightly"), List.of()), prices(), NOW);

        assertEquals(
                List.of(),
                levers.savings(
                        List.of(new DayRollup(
                                DAY,
                                List.of(
                                        group("nightly", LARGE, "batch", Taken.NOTHING, 1_000),
                                        group("nightly", "sim-unheard-of", null, Taken.NOTHING, 1_000)))),
                        Map.of()));
    }

    /** Hosting pays in some of the tries and not in others, else the property above says nothing of it. */
    @Property(tries = 1_000, seed = "20261130")
    void hostingSavesWhatItSaysAndNothingWhereItCostsMore(@ForAll("groups") List<GroupTotals> groups) {
        Levers levers = new Levers(
                new LeverOptions(24, 5, List.of(), List.of(new HostedModel("sim-own", List.of("sim-small"), 2))),
                prices(),
                NOW);

        Levers.Pulled pulled = levers.pulled(List.of(new DayRollup(DAY, groups)), Map.of());

        HostingSizing sizing = pulled.hosting().getFirst();
        Statistics.collect(sizing.savingUsd().signum() > 0);
        Statistics.coverage(coverage -> {
            coverage.check(true).percentage(share -> share > 10);
            coverage.check(false).percentage(share -> share > 10);
        });
        assertEquals(
                sizing.savingUsd(),
                pulled.savings().stream()
                        .filter(saving -> saving.lever() == Lever.HOSTING)
                        .map(LeverSaving::savingUsd)
                        .reduce(BigDecimal.ZERO.setScale(12), BigDecimal::add));
        assertEquals(
                sizing.callsUsd().subtract(sizing.hostingUsd()).max(BigDecimal.ZERO.setScale(12)), sizing.savingUsd());
    }

    /** Two prices of a dollar and of half a dollar a million tokens, and a replica of a fifth of a dollar an hour. */
    private static PriceBook prices() {
        String entry = "{\"model\":\"sim-large\",%s\"input\":\"%s\",\"output\":\"%s\",\"source\":\"test\","
                + "\"as_of\":\"2026-01-01\"}";
        return PriceBook.fromJson("{\"format\":\"weighbridge-prices/1\",\"entries\":["
                + entry.formatted("", "1", "1") + ","
                + entry.formatted("\"service_tier\":\"batch\",", "0.5", "0.5") + "," + OWN + "]}");
    }

    /** The same, with a cache that is read at a tenth and written at a quarter more. */
    private static PriceBook cachePrices() {
        String entry = "{\"model\":\"sim-large\",%s\"input\":\"%s\",\"output\":\"1\",\"source\":\"test\","
                + "\"as_of\":\"2026-01-01\"}";
        return PriceBook.fromJson("{\"format\":\"weighbridge-prices/1\",\"entries\":["
                + entry.formatted("\"cache_read\":\"0.1\",\"cache_write_5m\":\"1.25\",", "1") + ","
                + entry.formatted("\"service_tier\":\"batch\",", "0.5") + "," + OWN + "]}");
    }

    /** Picodollars of the calls that are told one by one. */
    private record Taken(long failed, long repeated, long near, long template) {
        static final Taken NOTHING = new Taken(0, 0, 0, 0);
    }

    private static GroupTotals group(
            String task, String model, @org.jspecify.annotations.Nullable String tier, Taken taken, long remaining) {
        long[] sums = new long[Measure.values().length];
        set(sums, Measure.CALLS, 50);
        set(sums, Measure.METERED_CALLS, 50);
        set(sums, Measure.SPEND_PICODOLLARS, taken.failed + taken.repeated + taken.near + taken.template + remaining);
        set(sums, Measure.FAILED_CALLS, 10);
        set(sums, Measure.FAILED_PICODOLLARS, taken.failed);
        set(sums, Measure.REPEATED_CALLS, 10);
        set(sums, Measure.REPEATED_PICODOLLARS, taken.repeated);
        set(sums, Measure.NEAR_CALLS, 10);
        set(sums, Measure.NEAR_PICODOLLARS, taken.near);
        set(sums, Measure.TEMPLATE_CALLS, 10);
        set(sums, Measure.TEMPLATE_PICODOLLARS, taken.template);
        set(sums, Measure.REMAINING_CALLS, 10);
        set(sums, Measure.REMAINING_PICODOLLARS, remaining);
        set(sums, Measure.REMAINING_METERED_CALLS, 10);
        set(sums, Measure.REMAINING_INPUT_TOKENS, 3_000_000_000L);
        set(sums, Measure.REMAINING_OUTPUT_TOKENS, 1_000);
        return new GroupTotals(new CallGroup("team", null, task, model, null, tier), sums, CallTraffic.none());
    }

    private static void set(long[] sums, Measure measure, long value) {
        sums[measure.ordinal()] = value;
    }

    @Provide
    Arbitrary<List<GroupTotals>> groups() {
        Arbitrary<Long> picodollars = Arbitraries.longs().between(0, 10_000_000_000_000L);
        return Combinators.combine(
                        Arbitraries.of("chat", "mail", "nightly", "else"),
                        Arbitraries.of(LARGE, "sim-small"),
                        Arbitraries.of("standard", "batch").injectNull(0.5),
                        Combinators.combine(picodollars, picodollars, picodollars, picodollars)
                                .as(Taken::new),
                        picodollars,
                        Combinators.combine(
                                        Arbitraries.longs().between(0, 3_000_000_000L),
                                        Arbitraries.longs().between(0, 3_000_000_000L))
                                .as(List::of))
                .as((task, model, tier, taken, remaining, prefix) -> withPrefixes(
                        group(task, model, tier, taken, remaining),
                        3_000_000_000L,
                        prefix.get(0),
                        Math.min(prefix.get(1), 3_000_000_000L - prefix.get(0))))
                .list()
                .ofMaxSize(20);
    }
}
