package io.weighbridge.runner.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
        SendGate gate = new SendGate(1, null);
        gate.enter();
        gate.leave(Duration.ofMillis(120));

        long started = System.nanoTime();
        gate.enter();
        gate.awaitTurn();

        assertTrue(System.nanoTime() - started >= 100_000_000L);
    }

    @Test
    @Timeout(20)
    void requestsPerMinuteSpaceTheSends() throws Exception {
        SendGate gate = new SendGate(10, 1_200);
        long started = System.nanoTime();
        for (int send = 0; send < 5; send++) {
            gate.enter();
            gate.awaitTurn();
        }

        // Four gaps of 50 ms.
        assertTrue(System.nanoTime() - started >= 195_000_000L);
    }
}
