package io.weighbridge.audit.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.anomaly.RetryStorms.WorstHour;
import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.CallTraffic;
import io.weighbridge.audit.rollup.DayRollup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.tokenlog.PriceBook;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each kind on days of a few sums, in dollars; the last of the days is judged. */
class AnomalyKindsTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-10-01");
    private static final long DOLLAR = 1_000_000_000_000L;
    private static final double LEVEL = 1 / 30.4;

    @Test
    void aSeriesWithoutCallsOnADayIsZeroAndADayWithoutCallsIsUnknown() {
        DailySpend spend = spend(List.of(
                new DayRollup(FIRST, List.of(spent("a", "m", 5))),
                new DayRollup(FIRST.plusDays(2), List.of(spent("b", "m", 7))),
                new DayRollup(FIRST.plusDays(3), List.of(spent("a", "m", 9)))));

        double[] a = Objects.requireNonNull(
                spend.series(CallGroup::team, Measure.SPEND_PICODOLLARS).get("a"));

        assertEquals(29, a.length, "four weeks and the day");
        assertTrue(Double.isNaN(a[24]));
        assertEquals(5.0 * DOLLAR, a[25]);
        assertTrue(Double.isNaN(a[26]));
        assertEquals(0, a[27]);
        assertEquals(9.0 * DOLLAR, a[28]);
    }

    @Test
    void aRiseNamesWhoMadeTheDifference() {
        List<DayRollup> days = days(
                28,
                day -> List.of(
                        spent("a", "m", 100 + day % 5), spent("a", "n", 10 + day % 3), spent("b", "m", 100 + day % 4)));
        days.add(new DayRollup(
                FIRST.plusDays(28), List.of(spent("a", "m", 103), spent("a", "n", 90), spent("b", "m", 101))));

        List<Anomaly> found = SpendRises.of(spend(days), LEVEL).found();

        assertEquals(
                List.of("all all calls", "team a", "task t", "model n"),
                found.stream().map(each -> each.dimension() + " " + each.name()).toList());
        Anomaly team = found.get(1);
        assertEquals("n", team.contributors().getFirst().model());
        assertEquals("a", team.contributors().getFirst().team());
        assertEquals(79, team.contributors().getFirst().changeUsd().doubleValue(), 1.5);
        assertEquals(193.0, team.observed(), 1e-9);
        assertEquals(80, team.excessUsd() == null ? 0 : team.excessUsd().doubleValue(), 8);
    }

    @Test
    void aRiseThatIsSmallBesideTheDayIsNotReported() {
        List<DayRollup> days = days(28, day -> List.of(spent("a", "m", 1_000 + 10 * (day % 5)), spent("b", "m", 1)));
        days.add(new DayRollup(FIRST.plusDays(28), List.of(spent("a", "m", 1_020), spent("b", "m", 9))));

        assertEquals(List.of(), SpendRises.of(spend(days), LEVEL).found());
    }

    @Test
    void manyNamesAreTestedTogetherFromTheFiveHundredthOn() {
        List<DayRollup> days = days(22, day -> {
            List<GroupTotals> groups = new ArrayList<>();
            for (int i = 0; i < 700; i++) {
                groups.add(spent("team-%03d".formatted(i), "m", 1 + (day + i) % 3));
            }
            return groups;
        });

        // In all, 500 teams, the others, one task, one model.
        assertEquals(504, SpendRises.of(spend(days), LEVEL).tested());
    }

    @Test
    void aModelIsNewOnItsFirstDayOnly() {
        List<DayRollup> days = days(8, day -> List.of(spent("a", "m", 1)));
        days.add(new DayRollup(FIRST.plusDays(8), List.of(spent("a", "m", 1), spent("a", "new", 2))));

        List<Anomaly> found = NewModels.of(spend(days));
        days.add(new DayRollup(FIRST.plusDays(9), List.of(spent("a", "new", 2))));

        assertEquals("new", found.getFirst().name());
        assertEquals(
                "first called on this day, of 9 with calls", found.getFirst().explanation());
        assertEquals(2, found.getFirst().spendUsd().doubleValue());
        assertEquals(List.of(), NewModels.of(spend(days)));
    }

    @Test
    void anotherMixOfTokensIsNoDearerPrice() {
        List<DayRollup> days = days(8, day -> List.of(billed(10, 10)));
        days.add(new DayRollup(FIRST.plusDays(8), List.of(billed(90, 90))));

        assertEquals(List.of(), prices(days, Map.of()));
    }

    @Test
    void aBillAboveThePriceBookIsADearerPriceOnce() {
        List<DayRollup> days = days(8, day -> List.of(billed(8, 10)));
        days.add(new DayRollup(FIRST.plusDays(8), List.of(billed(10, 10))));

        Anomaly price = prices(days, Map.of(billed(0, 0).group().model(), 1.0)).getFirst();
        days.add(new DayRollup(FIRST.plusDays(9), List.of(billed(10, 10))));

        assertEquals(1.25, price.ratio());
        assertEquals(2, price.excessUsd() == null ? 0 : price.excessUsd().doubleValue(), 1e-9);
        assertNull(price.pValue(), "no test");
        assertEquals(List.of(), prices(days, Map.of("m", 1.0)));
    }

    @Test
    void aBillThatSomeCallsHaveNoPriceForIsNotBelieved() {
        List<DayRollup> days = days(8, day -> List.of(billed(10, 10)));
        days.add(new DayRollup(FIRST.plusDays(8), List.of(billed(10, 5))));

        // Of the calls that have both, the bill is what it was.
        assertEquals(List.of(), prices(days, Map.of("m", 1.0)));
    }

    @Test
    void aDatedChangeOfThePriceBookIsADearerPriceByItsMix() {
        PriceBook book = PriceBook.fromJson("{\"format\":\"weighbridge-prices/1\",\"entries\":["
                + entry("1", "\"valid_until\":\"2026-10-02T00:00:00Z\"") + ","
                + entry("2", "\"valid_from\":\"2026-10-02T00:00:00Z\"") + "]}");
        long[] sums = new long[Measure.values().length];
        set(sums, Measure.CALLS, 10);
        set(sums, Measure.REMAINING_METERED_CALLS, 10);
        set(sums, Measure.REMAINING_INPUT_TOKENS, 10_000);
        set(sums, Measure.REMAINING_OUTPUT_TOKENS, 5_000);
        set(sums, Measure.COMPUTED_PICODOLLARS, 3 * DOLLAR);
        DayRollup day = new DayRollup(FIRST.plusDays(1), List.of(totals("a", "m", sums)));

        List<Anomaly> found = new PriceRises(spend(List.of(day)), book).byBook();
        List<Anomaly> dayBefore = new PriceRises(spend(List.of(new DayRollup(FIRST, day.groups()))), book).byBook();

        // 1 and 4 dollars a million before, 2 and 4 from then on: 2 to 1 tokens cost 8 for 6.
        assertEquals(4 / 3.0, found.getFirst().observed(), 1e-9);
        assertEquals(
                0.75,
                found.getFirst().excessUsd() == null
                        ? 0
                        : found.getFirst().excessUsd().doubleValue(),
                1e-9);
        assertEquals(List.of(), dayBefore);
    }

    @Test
    void aStormAsksForItsHourAndAQuietDayAsksForNothing() {
        List<DayRollup> days = days(28, day -> List.of(troubled(1_000, 20 + day % 7)));
        days.add(new DayRollup(FIRST.plusDays(28), List.of(troubled(1_000, 400))));

        RetryStorms storms = new RetryStorms(spend(days), LEVEL);
        List<Anomaly> found = storms.found((day, callers) -> callers.stream()
                .collect(Collectors.toMap(caller -> caller, caller -> new WorstHour(7, 300, 310, DOLLAR))));

        assertEquals(1, storms.tested());
        assertTrue(found.getFirst().explanation().startsWith("40.0 % of 1,000 calls failed"), found.toString());
        assertTrue(found.getFirst().explanation().contains("07:00 UTC, 300 of 310"));
        assertEquals(List.of(), new RetryStorms(spend(days.subList(0, 28)), LEVEL).found((day, callers) -> {
                    throw new AssertionError("nothing to ask");
                }));
    }

    @Test
    void namesAreBoundedWithoutCuttingACharacterInHalf() {
        Anomaly anomaly = NewModels.of(spend(List.of(
                        new DayRollup(FIRST, List.of(spent("a", "m", 1))),
                        new DayRollup(FIRST.plusDays(1), List.of(spent("a", "🚚".repeat(500), 1))))))
                .getFirst();

        assertEquals("🚚".repeat(120) + "…", anomaly.name());
        assertFalse(anomaly.contributors().getFirst().model().length() > 241);
    }

    private interface Groups {
        List<GroupTotals> of(int day);
    }

    private static List<DayRollup> days(int number, Groups groups) {
        List<DayRollup> days = new ArrayList<>();
        for (int day = 0; day < number; day++) {
            days.add(new DayRollup(FIRST.plusDays(day), groups.of(day)));
        }
        return days;
    }

    private static DailySpend spend(List<DayRollup> days) {
        return new DailySpend(days, days.getLast().day(), 4);
    }

    /** @param exact billed over computed of the calls that have both, by model */
    private static List<Anomaly> prices(List<DayRollup> days, Map<String, Double> exact) {
        return new PriceRises(spend(days), PriceBook.builtIn())
                .byBills((day, groups) -> groups.stream().collect(Collectors.toMap(group -> group, group ->
                        new double[] {10.0 * DOLLAR * exact.getOrDefault(group.model(), 0.0), 10.0 * DOLLAR})));
    }

    private static GroupTotals spent(String team, String model, long dollars) {
        long[] sums = new long[Measure.values().length];
        set(sums, Measure.CALLS, 1);
        set(sums, Measure.SPEND_PICODOLLARS, dollars * DOLLAR);
        return totals(team, model, sums);
    }

    private static GroupTotals billed(long billed, long computed) {
        long[] sums = new long[Measure.values().length];
        set(sums, Measure.CALLS, 1);
        set(sums, Measure.BILLED_PICODOLLARS, billed * DOLLAR);
        set(sums, Measure.SPEND_PICODOLLARS, billed * DOLLAR);
        set(sums, Measure.COMPUTED_PICODOLLARS, computed * DOLLAR);
        return totals("a", "m", sums);
    }

    private static GroupTotals troubled(long calls, long troubled) {
        long[] sums = new long[Measure.values().length];
        set(sums, Measure.CALLS, calls);
        set(sums, Measure.TROUBLED_CALLS, troubled);
        return totals("a", "m", sums);
    }

    private static void set(long[] sums, Measure measure, long value) {
        sums[measure.ordinal()] = value;
    }

    private static GroupTotals totals(@Nullable String team, String model, long[] sums) {
        return new GroupTotals(new CallGroup(team, "desk", "t", model, null, null), sums, CallTraffic.none());
    }

    private static String entry(String input, String validity) {
        return "{\"model\":\"m\",\"input\":\"" + input + "\",\"output\":\"4\"," + validity
                + ",\"source\":\"test\",\"as_of\":\"2026-01-01\"}";
    }
}
