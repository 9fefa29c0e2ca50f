package io.weighbridge.runner.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.CallLimits;
import io.weighbridge.cli.PlanningSettings;
import io.weighbridge.cli.ProviderApi;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.GateLimits;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.SendGate;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 60 calls of 2 s, 4 at once: half a minute, and 45 s with the margin. */
class ForecasterTest {
    private static final String MODEL = "m";
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
        public OptionalDouble expectedCostUsd(WorkloadItem item) {
            return OptionalDouble.of(0.01);
        }
    };

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
        assertTrue(late.finishAt().isAfter(NOW.plus(Duration.ofMinutes(60 * 64))), late::toString);
        assertFalse(late.isInTime());
    }

    @Test
    void aCostThatThePolicyDoesNotKnowIsUnknownAndBoundedAllTheSame() throws IOException {
        Routing silent = item -> new Decision("policy-1", MODEL, 1, "the only one", List.of(MODEL));

        Forecast forecast = forecaster(null, LIMITS).forecast(workload(), silent, NOW.plus(Duration.ofHours(6)));

        assertNull(forecast.costUsd());
        // 64 tokens at 10 USD per million, and the requests.
        assertTrue(forecast.mostUsd().compareTo(Usd.parse("0.0384")) > 0, forecast::toString);
    }

    private Forecaster forecaster(@Nullable String discount, CallLimits limits) {
        Endpoint endpoint = Endpoint.of(
                "p",
                "http://127.0.0.1:1/v1",
                null,
                ProviderApi.OPENAI,
                discount == null ? null : new BigDecimal(discount));
        return new Forecaster(
                new Providers(Map.of(MODEL, endpoint), Map.of("p", new SendGate(GateLimits.of(4)))),
                new CallPrices(Map.of(MODEL, new CallPrices.TokenRate(1_000_000, 10_000_000))),
                limits,
                PLANNING,
                model -> PLANNING.callTime(),
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
