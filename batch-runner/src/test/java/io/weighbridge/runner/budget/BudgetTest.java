package io.weighbridge.runner.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BudgetTest {
    @Test
    void aReservationThatFitsExactlyIsGranted() throws Exception {
        Budget budget = new Budget(Usd.parse("1.00"), Usd.parse("0.40"));

        assertTrue(budget.reserve(Usd.parse("0.60")));
        assertEquals(Usd.parse("1.00"), budget.charged());
    }

    @Test
    void whatNothingInFlightCanMakeRoomForIsRefused() throws Exception {
        Budget budget = new Budget(Usd.parse("1.00"), Usd.parse("0.40"));

        assertFalse(budget.reserve(Usd.parse("0.600000000001")));
        assertEquals(Usd.parse("0.40"), budget.charged());
    }

    @Test
    @Timeout(20)
    void aReservationWaitsForMoneyThatCallsInFlightFree() throws Exception {
        Budget budget = new Budget(Usd.parse("1.00"), Usd.ZERO);
        budget.reserve(Usd.parse("0.80"));
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> reserve(budget, "0.50"));
        TimeUnit.MILLISECONDS.sleep(50);
        assertFalse(second.isDone());

        budget.settle(Usd.parse("0.80"), Usd.parse("0.10"));

        assertTrue(second.get());
        assertEquals(Usd.parse("0.60"), budget.charged());
    }

    @Test
    void withoutACapEverythingIsGranted() throws Exception {
        assertTrue(new Budget(null, Usd.ZERO).reserve(Usd.parse("1000000")));
    }

    @Test
    @Timeout(20)
    void manySendersNeverExceedTheCap() throws Exception {
        Usd cap = Usd.parse("1.00");
        Budget budget = new Budget(cap, Usd.ZERO);
        AtomicInteger over = new AtomicInteger();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < 200; sender++) {
                SplittableRandom random = new SplittableRandom(sender);
                Future<?> unused = senders.submit(() -> {
                    Usd worst = new Usd(random.nextLong(1, 100_000_000_000L));
                    if (budget.reserve(worst)) {
                        over.addAndGet(budget.charged().compareTo(cap) > 0 ? 1 : 0);
                        budget.settle(worst, new Usd(random.nextLong(worst.picodollars())));
                    }
                    return null;
                });
            }
        }
        assertEquals(0, over.get());
        assertTrue(budget.charged().compareTo(cap) <= 0);
    }

    @Test
    void theWorstCaseIsEveryByteATokenAndEveryOutputTokenWritten() {
        CallPrices prices = new CallPrices(Map.of("m", new CallPrices.TokenRate(3_000_000, 15_000_000)));

        assertEquals(Usd.parse("0.00396"), prices.worstCase("m", 1_000, 64));
        assertEquals(Usd.parse("0.000105"), prices.cost("m", Usage.of(10, 5)));
    }

    @Test
    void anUnpricedModelHasNoCostNotAZeroOne() {
        CallPrices prices = new CallPrices(Map.of());

        assertFalse(prices.knows("m"));
        assertEquals(null, prices.cost("m", Usage.of(10, 5)));
    }

    private static boolean reserve(Budget budget, String usd) {
        try {
            return budget.reserve(Usd.parse(usd));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
