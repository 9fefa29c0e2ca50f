package io.weighbridge.runner.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.FinishedItem;
import io.weighbridge.runner.journal.JournalListener;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.SendGate;
import io.weighbridge.tokenlog.Usd;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts of one process of a run, or of a worker (FORMAT.md, "Metrics"), in Prometheus' text format. Amounts are rounded to doubles. */
public final class RunMetrics implements JournalListener {
    private static final String MODEL = "model";
    private static final double PICODOLLARS = 1e12;

    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Override
    public void ended(Attempt attempt) {
        AttemptEnding ending = attempt.ending();
        if (ending == null) {
            return;
        }
        if (attempt.reused() != null) {
            registry.counter("weighbridge.reused", "from", attempt.reused().label())
                    .increment();
            return;
        }
        String model = attempt.modelOr("");
        String purpose = attempt.isToAnswer() ? "answer" : "judge";
        registry.counter("weighbridge.calls", MODEL, model, "purpose", purpose, "verdict", ending.verdict())
                .increment();
        registry.counter("weighbridge.charged.usd", MODEL, model).increment(usd(ending.charge()));
        if (ending.latencyMillis() != null) {
            registry.timer("weighbridge.call.latency", MODEL, model).record(Duration.ofMillis(ending.latencyMillis()));
        }
    }

    @Override
    public void finished(FinishedItem item) {
        registry.counter("weighbridge.items", "outcome", item.outcome().label()).increment();
    }

    /** @param cap of the run; null where there is none */
    public void watch(Budget budget, @Nullable Usd cap) {
        Gauge.builder("weighbridge.budget.held.usd", () -> usd(budget.charged(Scope.RUN)))
                .register(registry);
        if (cap != null) {
            Gauge.builder("weighbridge.budget.usd", () -> usd(cap)).register(registry);
        }
    }

    /** Where gates of a provider are watched already, those. */
    public void watch(Providers providers) {
        providers.gates().forEach((provider, gate) -> {
            if (!watched.add(provider)) {
                return;
            }
            Gauge.builder("weighbridge.provider.in.flight", gate, SendGate::inFlight)
                    .tag("provider", provider)
                    .register(registry);
            Gauge.builder("weighbridge.provider.places", gate, SendGate::places)
                    .tag("provider", provider)
                    .register(registry);
            Gauge.builder("weighbridge.provider.down", gate, each -> each.isDown() ? 1 : 0)
                    .tag("provider", provider)
                    .register(registry);
        });
    }

    /**
     * @param held partitions that the worker holds now
     * @param lost partitions that others took from it so far, its lease having ended
     */
    public void watch(AtomicLong held, AtomicLong lost) {
        Gauge.builder("weighbridge.worker.partitions", held, AtomicLong::get).register(registry);
        FunctionCounter.builder("weighbridge.worker.partitions.lost", lost, AtomicLong::get)
                .register(registry);
    }

    /** Everything, as it is now. */
    public String text() {
        return registry.scrape();
    }

    private static double usd(Usd amount) {
        return amount.picodollars() / PICODOLLARS;
    }
}
