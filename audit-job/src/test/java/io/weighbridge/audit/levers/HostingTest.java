package io.weighbridge.audit.levers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.audit.assessment.Evidence.Cheaper;
import io.weighbridge.audit.levers.Levers.Pulled;
import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.CallsOfAnHour;
import io.weighbridge.audit.rollup.DayRollup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.HostedModel;
import io.weighbridge.tokenlog.PriceBook;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One replica costs a dollar an hour, all together another one, and each carries 1,000 tokens a second for half of the time. */
class HostingTest {
    private static final LocalDate DAY = LocalDate.parse("2026-10-01");
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final HostedModel OWN = new HostedModel("own-70b", List.of("api-70b"), 2);
    private static final long MILLION = 1_000_000;

    @Test
    void replicasAreSizedForTheBusiestHourAndRunTheWholeWindow() {
        // A day apart, so that the window is three days long; the peak is 2.7 million tokens in an hour, 750 a second.
        Pulled pulled = levers(OWN)
                .pulled(
                        List.of(
                                new DayRollup(DAY, List.of(calls("chat", "blue", "api-70b", 9, 2_700_000, 400))),
                                new DayRollup(
                                        DAY.plusDays(2),
                                        List.of(
                                                calls("chat", "blue", "api-70b", 9, 900_000, 100),
                                                calls("mail", "red", "api-70b", 9, 1_440_000, 100),
                                                calls("mail", "red", "other", 9, 90 * MILLION, 5_000)))),
                        Map.of());

        HostingSizing sizing = pulled.hosting().getFirst();
        assertEquals(Instant.parse("2026-10-01T09:00:00Z"), sizing.peakHour());
        assertEquals(new BigDecimal("750.000000"), sizing.peakTokensPerSecond());
        assertEquals(3, sizing.replicas(), "750 × 2 over 1,000 × 0.5");
        assertEquals(72, sizing.hours());
        assertEquals(new BigDecimal("288.000000000000"), sizing.hostingUsd(), "(3 + 1) × 72");
        assertEquals(new BigDecimal("600.000000000000"), sizing.callsUsd());
        assertEquals(30, sizing.calls());
        assertEquals(
                19.444445 * 288 / 600,
                Objects.requireNonNull(sizing.breakEvenTokensPerSecond()).doubleValue(),
                1e-9,
                "5.04 million tokens in 72 hours");
        assertEquals(
                Map.of("chat blue", new BigDecimal("260.000000000000"), "mail red", new BigDecimal("52.000000000000")),
                pulled.savings().stream()
                        .collect(Collectors.toMap(
                                saving -> saving.task() + " " + saving.team(), LeverSaving::savingUsd)),
                "312 dollars in proportion to 500 and 100");
    }

    @Test
    void whatCostsMoreThanTheCallsSavesNothingAndIsShown() {
        Pulled pulled = levers(OWN)
                .pulled(
                        List.of(new DayRollup(DAY, List.of(calls("chat", "blue", "api-70b", 9, 2_700_000, 70)))),
                        Map.of());

        assertEquals(List.of(), pulled.savings());
        assertEquals(
                new BigDecimal("96.000000000000"), pulled.hosting().getFirst().hostingUsd());
        assertEquals(BigDecimal.ZERO.setScale(12), pulled.hosting().getFirst().savingUsd());
    }

    @Test
    void callsThatEvidenceMovesToItsWeightsAreHostedAtWhatIsLeftOfTheirCost() {
        Pulled pulled = levers(OWN)
                .pulled(
                        List.of(new DayRollup(
                                DAY,
                                List.of(
                                        calls("chat", "blue", "frontier", 9, 900_000, 1_000),
                                        calls("mail", "blue", "frontier", 9, 900_000, 1_000)))),
                        Map.of("chat", new Cheaper("frontier", "api-70b", 0.75)));

        assertEquals(
                new BigDecimal("250.000000000000"), pulled.hosting().getFirst().callsUsd());
        assertEquals(
                Map.of(
                        Lever.OVER_PROVISIONED_MODEL, new BigDecimal("750.000000000000"),
                        Lever.HOSTING, new BigDecimal("202.000000000000")),
                saved(pulled),
                "mail stays where it is; one replica for a day is 48");
    }

    @Test
    void callsThatEvidenceMovesAwayAreNotHosted() {
        Pulled pulled = levers(OWN)
                .pulled(
                        List.of(new DayRollup(DAY, List.of(calls("chat", "blue", "api-70b", 9, 900_000, 1_000)))),
                        Map.of("chat", new Cheaper("api-70b", "small", 0.1)));

        assertEquals(0, pulled.hosting().getFirst().calls());
        assertEquals(null, pulled.hosting().getFirst().peakHour());
        assertEquals(null, pulled.hosting().getFirst().breakEvenTokensPerSecond());
        assertEquals(Map.of(Lever.OVER_PROVISIONED_MODEL, new BigDecimal("100.000000000000")), saved(pulled));
    }

    @Test
    void aHostedCallHasNoBatchTier() {
        List<DayRollup> days =
                List.of(new DayRollup(DAY, List.of(calls("nightly", "blue", "api-70b", 9, 900_000, 1_000))));

        assertEquals(
                Map.of(Lever.HOSTING, new BigDecimal("952.000000000000")),
                saved(levers(OWN).pulled(days, Map.of())));
        assertEquals(
                Map.of(Lever.BATCH_TIER, new BigDecimal("500.000000000000")), saved(levers().pulled(days, Map.of())));
    }

    /** Half of the calls have no count of tokens: they are taken to be like the others. */
    @Test
    void callsWithoutTokensTakeTheirPlaceOnTheReplicas() {
        GroupTotals counted = calls("chat", "blue", "api-70b", 9, 900_000, 1_000);
        GroupTotals half =
                CallsOfAnHour.of(group("chat", "blue", "api-70b"), 20, 10, 9, 900_000, 1_000_000_000_000_000L);
        GroupTotals none = CallsOfAnHour.of(group("chat", "blue", "api-70b"), 20, 0, 9, 0, 1_000_000_000_000_000L);

        assertEquals(new BigDecimal("250.000000"), peak(counted));
        assertEquals(new BigDecimal("500.000000"), peak(half));
        assertEquals(
                new BigDecimal("0.000000"), peak(none), "nobody knows what they take, so that they are not hosted");
        assertEquals(BigDecimal.ZERO.setScale(12), sizing(none).callsUsd(), "and what they cost is not saved");
    }

    @Test
    void twoHostedModelsMayAnswerCallsOfOneTaskAndTeam() {
        Pulled pulled = levers(OWN, new HostedModel("own-8b", List.of("api-8b"), 2))
                .pulled(
                        List.of(new DayRollup(
                                DAY,
                                List.of(
                                        calls("chat", "blue", "api-70b", 9, 900_000, 1_000),
                                        calls("chat", "blue", "api-8b", 9, 900_000, 100)))),
                        Map.of());

        LeverSaving saving = pulled.savings().getFirst();
        assertEquals(1, pulled.savings().size());
        assertEquals(20, saving.calls());
        assertEquals(new BigDecimal("1004.000000000000"), saving.savingUsd(), "1,000 and 100, less 48 each");
    }

    @Test
    void aModelWithoutACostOfHostingIsRefused() {
        assertEquals(
                "hosting: must name models whose price in the price book is by hosting, was api-70b",
                assertThrows(BadInputException.class, () -> levers(new HostedModel("api-70b", List.of(), 2)))
                        .getMessage());
    }

    @Test
    void noCallCanBeAnsweredByTwoHostedModels() {
        assertEquals(
                "hosting: must name each model once, named twice api-70b",
                assertThrows(
                                BadInputException.class,
                                () -> levers(OWN, new HostedModel("own-8b", List.of("api-70b"), 2)))
                        .getMessage());
    }

    private static BigDecimal peak(GroupTotals calls) {
        return sizing(calls).peakTokensPerSecond();
    }

    private static HostingSizing sizing(GroupTotals calls) {
        return levers(OWN)
                .pulled(List.of(new DayRollup(DAY, List.of(calls))), Map.of())
                .hosting()
                .getFirst();
    }

    private static Map<Lever, BigDecimal> saved(Pulled pulled) {
        return pulled.savings().stream().collect(Collectors.toMap(LeverSaving::lever, LeverSaving::savingUsd));
    }

    private static Levers levers(HostedModel... hosted) {
        return new Levers(new LeverOptions(24, 5, List.of("nightly"), List.of(hosted)), prices(), NOW);
    }

    /** Ten calls with tokens in one hour. */
    private static GroupTotals calls(String task, String team, String model, int hour, long tokens, long usd) {
        return CallsOfAnHour.of(group(task, team, model), 10, 10, hour, tokens, usd * MILLION * MILLION);
    }

    private static CallGroup group(String task, String team, String model) {
        return new CallGroup(team, null, task, model, null, null);
    }

    private static PriceBook prices() {
        String api = "{\"model\":\"api-70b\",%s\"input\":\"%s\",\"output\":\"%s\",\"source\":\"test\","
                + "\"as_of\":\"2026-01-01\"}";
        return PriceBook.fromJson("{\"format\":\"weighbridge-prices/1\",\"entries\":[" + api.formatted("", "1", "1")
                + "," + api.formatted("\"service_tier\":\"batch\",", "0.5", "0.5")
                + ",{\"model\":\"own-70b\",\"aliases\":[\"own-8b\"],\"hosting\":{\"usd_per_replica_hour\":\"1\",\"tokens_per_second\":\"1000\","
                + "\"utilisation\":\"0.5\",\"replicas\":1,\"fixed_usd_per_month\":\"730\"},"
                + "\"source\":\"test\",\"as_of\":\"2026-01-01\"}]}");
    }
}
