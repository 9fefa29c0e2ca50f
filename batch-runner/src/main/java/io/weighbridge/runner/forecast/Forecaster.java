package io.weighbridge.runner.forecast;

import io.weighbridge.cli.CallLimits;
import io.weighbridge.cli.PlanningSettings;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.workload.Acceptance;
import io.weighbridge.runner.workload.InvalidLineException;
import io.weighbridge.runner.workload.RawLine;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.runner.workload.WorkloadLines;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a workload once and plans for a deadline. Batches cost less and take as long as they like; so they are begun where there is time
 * for them, waited for until only calls can still keep the deadline, and cancelled then. What a cancelled batch has not done costs
 * nothing, so beginning one never costs more than calling.
 */
public final class Forecaster {
    /** For retries, and for calls that are slower than assumed. */
    private static final double CALL_TIME_MARGIN = 1.5;

    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final double PICODOLLARS = 1e12;

    private final Providers providers;
    private final CallPrices prices;
    private final CallLimits limits;
    private final PlanningSettings planning;
    private final Function<String, Duration> latencyOf;
    private final Clock clock;

    /** @param latencyOf a model */
    public Forecaster(
            Providers providers,
            CallPrices prices,
            CallLimits limits,
            PlanningSettings planning,
            Function<String, Duration> latencyOf,
            Clock clock) {
        this.providers = providers;
        this.prices = prices;
        this.limits = limits;
        this.planning = planning;
        this.latencyOf = latencyOf;
        this.clock = clock;
    }

    /** Sums over the items of a workload. */
    private static final class Totals {
        private final Map<String, Load> loads = new HashMap<>();
        private long items;
        private boolean isCheaperInBatches;
        private boolean isCostKnown = true;
        private double costByCalls;
        private double costInBatches;
        private Usd most = Usd.ZERO;
    }

    public Forecast forecast(Path workload, Routing routing, Instant deadline) throws IOException {
        Totals totals = new Totals();
        Acceptance acceptance = new Acceptance(routing, Set.of());
        try (WorkloadLines lines = WorkloadLines.open(workload)) {
            for (RawLine line = lines.next(); line != null; line = lines.next()) {
                add(line, acceptance, routing, totals);
            }
        }
        Instant now = clock.instant();
        Duration callTime = totals.loads.values().stream()
                .map(load -> load.time(limits))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration reserve =
                planning.batchCancel().plus(Duration.ofMillis((long) (callTime.toMillis() * CALL_TIME_MARGIN)));
        Instant until = deadline.minus(reserve);
        boolean isBatched = totals.isCheaperInBatches && !until.isBefore(now.plus(planning.batchLeast()));
        return new Forecast(
                totals.items,
                deadline,
                isBatched ? until : null,
                isBatched ? until.plus(planning.batchCancel()).plus(callTime) : now.plus(callTime),
                totals.isCostKnown ? usd(isBatched ? totals.costInBatches : totals.costByCalls) : null,
                totals.most);
    }

    /** A line that is no request costs nothing; the run itself reports it. */
    private void add(RawLine line, Acceptance acceptance, Routing routing, Totals totals) {
        RoutedItem item;
        try {
            item = acceptance.accept(line);
        } catch (InvalidLineException e) {
            return;
        }
        Endpoint endpoint = providers.of(item.model());
        String body = item.requestBody();
        long bound = item.item().outputTokenBound();
        totals.items++;
        totals.loads
                .computeIfAbsent(endpoint.provider(), any -> new Load())
                .add(body.length() / CHARACTERS_PER_TOKEN + bound, latencyOf.apply(item.model()));
        totals.most =
                totals.most.plus(prices.worstCase(item.model(), body.getBytes(StandardCharsets.UTF_8).length, bound));
        OptionalDouble cost = routing.expectedCostUsd(item.item());
        totals.isCostKnown &= cost.isPresent();
        double usd = cost.orElse(0);
        BigDecimal discount = endpoint.batchDiscount();
        totals.isCheaperInBatches |= discount != null && discount.signum() > 0;
        totals.costByCalls += usd;
        totals.costInBatches += discount == null ? usd : usd * (1 - discount.doubleValue());
    }

    private static Usd usd(double amount) {
        return new Usd(Math.round(amount * PICODOLLARS));
    }
}
