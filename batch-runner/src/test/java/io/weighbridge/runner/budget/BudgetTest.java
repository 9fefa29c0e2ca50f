package io.weighbridge.runner.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.util.List;
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
    private static final List<Scope> RUN = List.of(Scope.RUN);

    @Test
    void aReservationThatFitsExactlyIsGranted() throws Exception {
        Budget budget = Budget.ofRun(Usd.parse("1.00"), Usd.parse("0.40"));

        assertTrue(budget.reserve(Usd.parse("0.60"), RUN));
        assertEquals(Usd.parse("1.00"), budget.charged(Scope.RUN));
    }

    @Test
    void whatNothingInFlightCanMakeRoomForIsRefused() throws Exception {
        Budget budget = Budget.ofRun(Usd.parse("1.00"), Usd.parse("0.40"));

        assertFalse(budget.reserve(Usd.parse("0.600000000001"), RUN));
        assertEquals(Usd.parse("0.40"), budget.charged(Scope.RUN));
    }

    @Test
    @Timeout(20)
    void aReservationWaitsForMoneyThatCallsInFlightFree() throws Exception {
        Budget budget = Budget.ofRun(Usd.parse("1.00"), Usd.ZERO);
        budget.reserve(Usd.parse("0.80"), RUN);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> reserve(budget, "0.50"));
        TimeUnit.MILLISECONDS.sleep(50);
        assertFalse(second.isDone());

        budget.settle(Usd.parse("0.80"), Usd.parse("0.10"), RUN);

        assertTrue(second.get());
        assertEquals(Usd.parse("0.60"), budget.charged(Scope.RUN));
    }

    @Test
    void withoutACapEverythingIsGranted() throws Exception {
        assertTrue(Budget.ofRun(null, Usd.ZERO).reserve(Usd.parse("1000000"), RUN));
    }

    @Test
    @Timeout(20)
    void manySendersNeverExceedTheCap() throws Exception {
        Usd cap = Usd.parse("1.00");
        Budget budget = Budget.ofRun(cap, Usd.ZERO);
        AtomicInteger over = new AtomicInteger();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < 200; sender++) {
                SplittableRandom random = new SplittableRandom(sender);
                Future<?> unused = senders.submit(() -> {
                    Usd worst = new Usd(random.nextLong(1, 100_000_000_000L));
                    if (budget.reserve(worst, RUN)) {
                        over.addAndGet(budget.charged(Scope.RUN).compareTo(cap) > 0 ? 1 : 0);
                        budget.settle(worst, new Usd(random.nextLong(worst.picodollars())), RUN);
                    }
                    return null;
                });
            }
        }
        assertEquals(0, over.get());
        assertTrue(budget.charged(Scope.RUN).compareTo(cap) <= 0);
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
            return budget.reserve(Usd.parse(usd), RUN);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTeamsCapStopsItsCallsAndNobodyElses() throws Exception {
        Scope care = new Scope(Scope.Kind.TEAM, "care");
        Budget budget = new Budget(
                scope -> Usd.parse(scope.equals(care) ? "0.10" : "1.00"),
                scope -> Usd.parse(scope.equals(care) ? "0.04" : "0.50"));

        assertTrue(budget.reserve(Usd.parse("0.06"), List.of(Scope.RUN, care)));
        assertFalse(budget.tryReserve(Usd.parse("0.01"), List.of(Scope.RUN, care)));
        assertTrue(budget.tryReserve(Usd.parse("0.40"), RUN));
        budget.settle(Usd.parse("0.06"), Usd.parse("0.01"), List.of(Scope.RUN, care));

        assertEquals(Usd.parse("0.05"), budget.charged(care));
        assertEquals(Usd.parse("0.91"), budget.charged(Scope.RUN));
    }
}
