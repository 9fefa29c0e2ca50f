package io.weighbridge.runner.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retry-After, backoff and the gate. */
class WaitingTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    @Test
    void retryAfterIsSecondsOrADate() {
        assertEquals(Duration.ofSeconds(7), RetryAfter.parse("7", NOW));
        assertEquals(Duration.ofSeconds(30), RetryAfter.parse("Sun, 22 Nov 2026 10:16:00 GMT", NOW));
    }

    @Test
    void retryAfterIsNeverNegativeNorLongerThanTwoMinutes() {
        assertEquals(Duration.ZERO, RetryAfter.parse("Sun, 22 Nov 2026 10:00:00 GMT", NOW));
        assertEquals(Duration.ofMinutes(2), RetryAfter.parse("86400", NOW));
        assertEquals(Duration.ofMinutes(2), RetryAfter.parse("9".repeat(400), NOW));
    }

    @Test
    void retryAfterThatIsNeitherIsIgnored() {
        assertNull(RetryAfter.parse("soon", NOW));
        assertNull(RetryAfter.parse("", NOW));
    }

    @Test
    void waitsDoubleUpToThirtySeconds() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), new SplittableRandom(1));
        Reply failed = Reply.without(Verdict.UNAVAILABLE, "HTTP 500", Duration.ZERO);
        for (int draw = 0; draw < 200; draw++) {
            assertTrue(backoff.before(1, failed).toMillis() <= 100);
            assertTrue(backoff.before(3, failed).toMillis() <= 400);
            assertTrue(backoff.before(60, failed).toMillis() <= 30_000);
        }
    }

    @Test
    void whatTheProviderAsksForIsWaitedInFull() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), new SplittableRandom(1));
        Reply turnedAway =
                new Reply(Verdict.UNAVAILABLE, 429, null, null, "HTTP 429", Duration.ofSeconds(3), Duration.ZERO);
        for (int draw = 0; draw < 200; draw++) {
            long wait = backoff.before(1, turnedAway).toMillis();
            assertTrue(wait >= 3_000 && wait <= 3_775, () -> "was " + wait);
        }
    }

    @Test
    @Timeout(20)
    void aPauseHoldsBackTheNextSend() throws Exception {
        SendGate gate = new SendGate(GateLimits.of(1));
        gate.enter();
        gate.awaitTurn(1);
        gate.leave(turnedAway(Duration.ofMillis(120)), true);

        long started = System.nanoTime();
        gate.enter();
        gate.awaitTurn(1);

        assertTrue(System.nanoTime() - started >= 100_000_000L);
    }

    @Test
    @Timeout(20)
    void requestsAndTokensPerMinuteSpaceTheSends() throws Exception {
        // Four gaps of 50 ms each.
        assertTrue(nanosForFive(GateLimits.of(10).withRates(1_200, null), 1) >= 195_000_000L);
        assertTrue(nanosForFive(GateLimits.of(10).withRates(null, 120_000), 100) >= 195_000_000L);
    }

    @Test
    void aStormHalvesThePlacesOnceAndAnswersGiveThemBack() throws Exception {
        SendGate gate = new SendGate(GateLimits.of(16));
        pass(gate, turnedAway(null));
        int after = gate.places();
        // Sent before the places were halved: it belongs to the same storm.
        pass(gate, new Reply(Verdict.UNAVAILABLE, 429, null, null, "HTTP 429", null, Duration.ofMinutes(1)));

        assertEquals(8, after);
        assertEquals(8, gate.places());
        for (int answer = 0; answer < 200; answer++) {
            pass(gate, answered());
        }
        assertEquals(16, gate.places());
    }

    @Test
    @Timeout(20)
    void anOutageHoldsSendsBackUntilOneGetsThrough() throws Exception {
        SendGate gate = new SendGate(GateLimits.of(4).withOutage(Duration.ofMillis(30), Duration.ofSeconds(10)));
        fail(gate, 20);
        assertTrue(gate.isDown());

        long started = System.nanoTime();
        gate.enter();
        gate.awaitTurn(1);
        assertTrue(System.nanoTime() - started >= 20_000_000L);
        gate.leave(answered(), false);

        assertFalse(gate.isDown());
    }

    @Test
    @Timeout(20)
    void aProviderThatStaysDownStopsTheRun() throws Exception {
        SendGate gate = new SendGate(GateLimits.of(4).withOutage(Duration.ofSeconds(15), Duration.ofMillis(50)));
        fail(gate, 20);

        gate.enter();
        assertThrows(ProviderDownException.class, () -> gate.awaitTurn(1));
    }

    @Test
    void itemsThatFailAgainAreNoOutage() throws Exception {
        SendGate gate = new SendGate(GateLimits.of(4));
        for (int send = 0; send < 100; send++) {
            gate.enter();
            gate.awaitTurn(1);
            gate.leave(Reply.without(Verdict.UNAVAILABLE, "HTTP 500", Duration.ZERO), false);
        }

        assertFalse(gate.isDown());
    }

    private static void fail(SendGate gate, int sends) throws InterruptedException {
        for (int send = 0; send < sends; send++) {
            pass(gate, Reply.without(Verdict.UNAVAILABLE, "HTTP 503", Duration.ZERO));
        }
    }

    @ParameterizedTest
    @CsvSource({"60,,1,1,1000", "60,,1,3,3000", ",6000,100,4,4000", "60,6000,200,5,10000", "2,,1,7,210000", "60,,0,3,0"
    })
    void whoSharesRatesTakesAnEqualPart(
            @Nullable Integer requests, @Nullable Integer tokens, long used, int sharers, long millis) {
        assertEquals(
                Duration.ofMillis(millis).toNanos(),
                GateLimits.of(4).withRates(requests, tokens).nanosBetween(used, sharers));
    }

    @Test
    void aGateKeepsToItsPart() throws InterruptedException {
        SendGate gate = new SendGate(GateLimits.of(4).withRates(600, null));
        gate.share(5);
        long started = System.nanoTime();
        pass(gate, answered());
        pass(gate, answered());
        assertTrue(System.nanoTime() - started >= Duration.ofMillis(500).toNanos());
        assertThrows(IllegalArgumentException.class, () -> gate.share(0));
    }

    private static void pass(SendGate gate, Reply reply) throws InterruptedException {
        gate.enter();
        gate.awaitTurn(1);
        gate.leave(reply, true);
    }

    private static long nanosForFive(GateLimits limits, long tokens) throws InterruptedException {
        SendGate gate = new SendGate(limits);
        long started = System.nanoTime();
        for (int send = 0; send < 5; send++) {
            gate.enter();
            gate.awaitTurn(tokens);
        }
        return System.nanoTime() - started;
    }

    private static Reply turnedAway(@Nullable Duration retryAfter) {
        return new Reply(Verdict.UNAVAILABLE, 429, null, null, "HTTP 429", retryAfter, Duration.ZERO);
    }

    private static Reply answered() {
        return new Reply(Verdict.ANSWERED, 200, null, "{}", null, null, Duration.ZERO);
    }
}
