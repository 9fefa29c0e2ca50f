package io.weighbridge.runner.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.AnswerCheck;
import io.weighbridge.cli.CallLimits;
import io.weighbridge.cli.PlanningSettings;
import io.weighbridge.cli.ProviderApi;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.GateLimits;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.SendGate;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.InvalidLineException;
import io.weighbridge.runner.workload.RawLine;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.runner.workload.WorkloadParser;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 60 calls of 2 s, 4 at once: half a minute, and 45 s with the margin. No call is repeated, as in the run before. */
class ForecasterTest {
    private static final String MODEL = "m";
    private static final String DEARER = "d";
    private static final String JUDGE = "j";
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final PlanningSettings PLANNING =
            new PlanningSettings(Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofSeconds(2));
    private static final CallLimits LIMITS = CallLimits.defaults().withConcurrency(4);
    private static final Routing AT_A_CENT = new Routing() {
        @Override
        public Decision route(WorkloadItem item) {
            return new Decision("policy-1", MODEL, 1, "the only one", List.of(MODEL));
        }

        @Override
        public Expectation expected(WorkloadItem item, String model) {
            return new Expectation(OptionalDouble.of(0.01), OptionalDouble.empty(), OptionalDouble.empty());
        }
    };

    /** The dearer model is ten times as dear. */
    private static final Routing OF_TWO = new Routing() {
        @Override
        public Decision route(WorkloadItem item) {
            return new Decision("policy-1", MODEL, 1, "the cheaper one", List.of(MODEL, DEARER));
        }

        @Override
        public Expectation expected(WorkloadItem item, String model) {
            return new Expectation(
                    OptionalDouble.of(model.equals(MODEL) ? 0.01 : 0.1), OptionalDouble.of(0.75), OptionalDouble.of(8));
        }
    };

    private static final String NONE_REPEATED = Stream.of(MODEL, DEARER, JUDGE)
            .map("{\"task\":\"other\",\"model\":\"%s\",\"asked\":100,\"calls\":100,\"failed\":0}"::formatted)
            .collect(Collectors.joining(","));

    private static final Map<String, List<AnswerCheck>> CHECKED =
            Map.of("t", List.of(new AnswerCheck.Matches(Pattern.compile("yes"))));
    private static final Instant SOON = NOW.plus(Duration.ofMinutes(10));
    private static final Instant LATE = NOW.plus(Duration.ofHours(6));

    @TempDir
    Path directory;

    @Test
    void batchesAreWaitedForUntilOnlyCallsCanKeepTheDeadline() throws IOException {
        Forecast forecast = forecaster("0.5", LIMITS).forecast(workload(), AT_A_CENT, NOW.plus(Duration.ofHours(6)));

        assertEquals(60, forecast.items());
        assertEquals(Instant.parse("2026-11-22T05:49:15Z"), forecast.batchesUntil());
        assertEquals(Instant.parse("2026-11-22T05:59:45Z"), forecast.finishAt());
        assertEquals(Usd.parse("0.3"), forecast.costUsd());
        assertTrue(forecast.isInTime());
        assertFalse(forecast.isTimeForCalls(NOW));
        assertTrue(forecast.isTimeForCalls(Instant.parse("2026-11-22T05:49:15Z")));
    }

    @Test
    void withoutTimeForBatchesOrWithoutADiscountThereAreOnlyCalls() throws IOException {
        for (Forecast forecast : List.of(
                forecaster("0.5", LIMITS).forecast(workload(), AT_A_CENT, NOW.plus(Duration.ofMinutes(70))),
                forecaster("0", LIMITS).forecast(workload(), AT_A_CENT, NOW.plus(Duration.ofHours(6))),
                forecaster(null, LIMITS).forecast(workload(), AT_A_CENT, NOW.plus(Duration.ofHours(6))))) {
            assertNull(forecast.batchesUntil());
            assertEquals(NOW.plusSeconds(30), forecast.finishAt());
            assertEquals(Usd.parse("0.6"), forecast.costUsd());
            assertTrue(forecast.isTimeForCalls(NOW));
        }
    }

    @Test
    void limitsOfRequestsAndOfTokensTakeTheirTime() throws IOException {
        CallLimits requests = new CallLimits(
                4, OptionalInt.of(30), OptionalInt.empty(), Duration.ofSeconds(9), 4, Duration.ofSeconds(9));
        CallLimits tokens = new CallLimits(
                4, OptionalInt.empty(), OptionalInt.of(1), Duration.ofSeconds(9), 4, Duration.ofSeconds(9));
        Instant deadline = NOW.plus(Duration.ofMinutes(5));

        assertEquals(
                NOW.plusSeconds(120),
                forecaster(null, requests)
                        .forecast(workload(), AT_A_CENT, deadline)
                        .finishAt());
        Forecast late = forecaster(null, tokens).forecast(workload(), AT_A_CENT, deadline);
        assertNotNull(late.finishAt());
        assertTrue(late.finishAt().isAfter(NOW.plus(Duration.ofMinutes(60 * 64))), late::toString);
        assertFalse(late.isInTime());
    }

    @Test
    void aCostThatThePolicyDoesNotKnowIsUnknownAndBoundedAllTheSame() throws IOException {
        Routing silent = item -> new Decision("policy-1", MODEL, 1, "the only one", List.of(MODEL));

        Forecast forecast = forecaster(null, LIMITS).forecast(workload(), silent, NOW.plus(Duration.ofHours(6)));

        assertNull(forecast.costUsd());
        assertNotNull(forecast.mostUsd());
        // 64 tokens at 10 USD per million, and the requests.
        assertTrue(forecast.mostUsd().compareTo(Usd.parse("0.0384")) > 0, forecast::toString);
    }

    @Test
    void itemsGoUpAsOftenAsThePolicyExpectsAnswersToBeWrong() throws IOException {
        Forecast calls = forecaster("0.5", LIMITS, CHECKED, NONE_REPEATED).forecast(workload(), OF_TWO, SOON);
        Forecast batches = forecaster("0.5", LIMITS, CHECKED, NONE_REPEATED).forecast(workload(), OF_TWO, LATE);

        assertEquals(new Effort(75, 0, 15, 0, 0), calls.effort());
        assertEquals(Usd.parse("2.1"), calls.costUsd());
        // 75 calls of 2 s, 4 at once.
        assertEquals(NOW.plusMillis(37_500), calls.finishAt());
        assertEquals(new Effort(75, 0, 15, 0, 2), batches.effort());
        assertEquals(Usd.parse("1.05"), batches.costUsd());
        assertEquals(
                List.of(
                        "60 checked answers fail as often as the policy expects them to be wrong",
                        "75 calls are repeated as often as in earlier runs",
                        "a call that has to be repeated costs nothing"),
                calls.assumptions());
    }

    @Test
    void earlierRunsGoBeforeThePolicyAndFewItemsTellNothing() throws IOException {
        String asked = """
                {"task":"t","model":"m","asked":%1$d,"calls":%2$d,"failed":%3$d},\
                {"task":"t","model":"d","asked":%1$d,"calls":%1$d,"failed":0}""";

        Forecast known =
                forecaster(null, LIMITS, CHECKED, asked.formatted(100, 110, 50)).forecast(workload(), OF_TWO, SOON);
        Forecast unknown =
                forecaster(null, LIMITS, CHECKED, asked.formatted(10, 11, 5)).forecast(workload(), OF_TWO, SOON);

        // 60 and 6 again, and 30 of the dearer one.
        assertEquals(new Effort(96, 6, 30, 0, 0), known.effort());
        assertEquals(Usd.parse("3.6"), known.costUsd());
        assertEquals(15, unknown.effort().escalations());
        assertTrue(
                unknown.assumptions().contains("75 calls, of which nothing is known, are repeated in 2 of 100"),
                unknown::toString);
    }

    @Test
    void runsThatDidNotCheckAnswersSayNothingOfHowOftenTheyFail() throws IOException {
        String unchecked = "{\"task\":\"t\",\"model\":\"m\",\"asked\":100,\"calls\":100,\"failed\":null}";

        Forecast forecast = forecaster(null, LIMITS, CHECKED, unchecked).forecast(workload(), OF_TWO, SOON);

        assertEquals(15, forecast.effort().escalations());
    }

    @Test
    void eachAnswerIsJudgedInBothOrdersAtThePriceOfTheJudge() throws IOException {
        Map<String, List<AnswerCheck>> judged = Map.of("t", List.of(new AnswerCheck.Judge(JUDGE, null)));

        Forecast forecast = forecaster("0.5", LIMITS, judged, NONE_REPEATED).forecast(workload(), OF_TWO, SOON);

        Forecast batches = forecaster("0.5", LIMITS, judged, NONE_REPEATED).forecast(workload(), OF_TWO, LATE);

        // Answers, and their judge in either order, of either model.
        assertEquals(new Effort(225, 0, 15, 150, 6), batches.effort());
        assertNotNull(batches.costUsd());
        assertEquals(forecast.costUsd(), batches.costUsd().times(2));
        // 75 answers, each judged twice.
        assertEquals(new Effort(225, 0, 15, 150, 0), forecast.effort());
        assertNotNull(forecast.costUsd());
        double judging = forecast.costUsd().minus(Usd.parse("2.1")).picodollars() / 1e12;
        // A question of 120 to 200 tokens at 1 USD per million, and 16 tokens at 10.
        assertTrue(judging > 150 * 0.00028 && judging < 150 * 0.00036, () -> "was " + judging);
    }

    @Test
    void theMostIsEveryModelAndItsJudgeWithAllAttempts() throws IOException {
        Usd unchecked = forecaster(null, withAttempts(1), Map.of(), NONE_REPEATED)
                .forecast(workload(), AT_A_CENT, SOON)
                .mostUsd();
        Usd twoModels = forecaster(null, withAttempts(1), CHECKED, NONE_REPEATED)
                .forecast(workload(), OF_TWO, SOON)
                .mostUsd();
        Usd threeAttempts = forecaster(null, withAttempts(3), CHECKED, NONE_REPEATED)
                .forecast(workload(), OF_TWO, SOON)
                .mostUsd();

        assertNotNull(unchecked);
        assertNotNull(twoModels);
        assertEquals(unchecked.times(11), twoModels);
        assertEquals(twoModels.times(3), threeAttempts);
    }

    @Test
    void aRunWithoutADeadlineIsForecastFromWhatItAccepts() throws Exception {
        List<Forecast> told = new ArrayList<>();
        Survey survey = forecaster("0.5", LIMITS, CHECKED, NONE_REPEATED).survey(OF_TWO, false, false, 0, told::add);
        Survey batches = forecaster("0.5", LIMITS, CHECKED, NONE_REPEATED).survey(OF_TWO, true, false, 0, told::add);

        for (int i = 0; i < 60; i++) {
            survey.item(accepted(i, "t", OF_TWO));
            batches.item(accepted(i, "t", OF_TWO));
        }
        Forecast forecast = survey.end();

        assertEquals(List.of(forecast, batches.end()), told);
        assertEquals(new Effort(75, 0, 15, 0, 0), forecast.effort());
        assertEquals(Usd.parse("2.1"), forecast.costUsd());
        assertEquals(NOW.plusMillis(37_500), forecast.finishAt());
        assertNull(forecast.mostUsd());
        assertEquals(Usd.parse("1.05"), told.getLast().costUsd());
        assertEquals(2, told.getLast().effort().batches());
        assertNull(told.getLast().finishAt(), "batches come back when they like");
    }

    /** The first half of the items is of a task whose answers are checked, and a quarter of those go up at eleven times the cost. */
    @Test
    void ofManyItemsFewAreLookedAtAndTheRestIsInferred() throws Exception {
        AtomicInteger looked = new AtomicInteger();
        Routing counted = new Routing() {
            @Override
            public Decision route(WorkloadItem item) {
                return OF_TWO.route(item);
            }

            @Override
            public Expectation expected(WorkloadItem item, String model) {
                looked.addAndGet(model.equals(MODEL) ? 1 : 0);
                return OF_TWO.expected(item, model);
            }
        };
        Survey survey = forecaster(null, LIMITS, CHECKED, NONE_REPEATED).survey(counted, false, false, 0, told -> {});

        int items = 40_000;
        for (int i = 0; i < items; i++) {
            survey.item(accepted(i, i < items / 2 ? "t" : "u", counted));
        }
        Forecast forecast = survey.end();

        assertEquals(items, forecast.items());
        assertTrue(looked.get() < items / 10, () -> "was " + looked);
        double calls = items * (1 + 0.25 / 2);
        assertEquals(calls, forecast.effort().calls(), 0.02 * calls);
        assertNotNull(forecast.costUsd());
        double costUsd = items * (0.01 + 0.025 / 2);
        assertEquals(costUsd, forecast.costUsd().picodollars() / 1e12, 0.05 * costUsd);
    }

    private static RoutedItem accepted(int number, String task, Routing routing) throws InvalidLineException {
        WorkloadItem item = new WorkloadParser()
                .parse(new RawLine(
                        number + 1,
                        line(number)
                                .replace("\"task\":\"t\"", "\"task\":\"" + task + "\"")
                                .getBytes(StandardCharsets.UTF_8),
                        ""));
        return new RoutedItem(item, routing.route(item));
    }

    private static CallLimits withAttempts(int attempts) {
        return new CallLimits(
                4, OptionalInt.empty(), OptionalInt.empty(), Duration.ofSeconds(9), attempts, Duration.ofSeconds(9));
    }

    private Forecaster forecaster(@Nullable String discount, CallLimits limits) throws IOException {
        return forecaster(discount, limits, Map.of(), NONE_REPEATED);
    }

    /** @param asked of an earlier run, as its run.json has it */
    private Forecaster forecaster(
            @Nullable String discount, CallLimits limits, Map<String, List<AnswerCheck>> checks, String asked)
            throws IOException {
        Endpoint endpoint = Endpoint.of(
                "p",
                "http://127.0.0.1:1/v1",
                null,
                ProviderApi.OPENAI,
                discount == null ? null : new BigDecimal(discount));
        CallPrices.TokenRate rate = new CallPrices.TokenRate(1_000_000, 10_000_000);
        Path broken = Files.writeString(directory.resolve("broken.json"), "{oops");
        Path earlier = Files.writeString(directory.resolve("run.json"), "{\"asked\":[" + asked + "]}");
        return new Forecaster(
                new Providers(
                        Map.of(MODEL, endpoint, DEARER, endpoint, JUDGE, endpoint),
                        Map.of("p", new SendGate(GateLimits.of(4)))),
                new CallPrices(
                        Map.of(MODEL, rate, JUDGE, rate, DEARER, new CallPrices.TokenRate(10_000_000, 100_000_000))),
                limits,
                PLANNING,
                model -> PLANNING.callTime(),
                Verification.of(checks),
                Experience.of(List.of(broken, directory.resolve("absent.json"), earlier)),
                false,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** A line that is no request is none of the items. */
    private Path workload() throws IOException {
        Path file = directory.resolve("workload.jsonl");
        Files.write(file, IntStream.range(0, 60).mapToObj(ForecasterTest::line).toList());
        Files.writeString(file, Files.readString(file) + "{oops\n");
        return file;
    }

    private static String line(int item) {
        return """
                {"custom_id":"item-%d","method":"POST","url":"/v1/chat/completions","body":{"model":"m",\
                "messages":[{"role":"user","content":"Question"}],"max_tokens":64,"metadata":{"task":"t"}}}""".formatted(item);
    }
}
