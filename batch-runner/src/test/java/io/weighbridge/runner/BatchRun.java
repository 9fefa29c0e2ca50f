package io.weighbridge.runner;

import io.weighbridge.cli.CallLimits;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.ProviderApi;
import io.weighbridge.cli.SpendCaps;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.job.RunEnd;
import io.weighbridge.runner.job.RunLauncher;
import io.weighbridge.runner.job.RunSetup;
import io.weighbridge.runner.job.RunSetup.Mode;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.runner.metrics.RunMetrics;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.GateLimits;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.SendGate;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.runner.reuse.Reuse;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.Usd;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A run of one simulated model over either API, polled quickly. */
record BatchRun(
        Path directory,
        Path workload,
        SimulatedProvider provider,
        ProviderApi api,
        Mode mode,
        @Nullable Usd budget,
        Reuse reuse,
        TestDatabase database) {
    static final String MODEL = "sim-small";

    static BatchRun of(Path directory, Path workload, SimulatedProvider provider, ProviderApi api) {
        return new BatchRun(directory, workload, provider, api, Mode.BATCH, null, Reuse.none(), TestDatabase.H2);
    }

    BatchRun withBudget(String usd) {
        return new BatchRun(directory, workload, provider, api, mode, Usd.parse(usd), reuse, database);
    }

    BatchRun withMode(Mode newMode) {
        return new BatchRun(directory, workload, provider, api, newMode, budget, reuse, database);
    }

    BatchRun withReuse(Reuse newReuse) {
        return new BatchRun(directory, workload, provider, api, mode, budget, newReuse, database);
    }

    BatchRun withDatabase(TestDatabase newDatabase) {
        return new BatchRun(directory, workload, provider, api, mode, budget, reuse, newDatabase);
    }

    RunSummary summary() throws Exception {
        return run().summary().orElseThrow();
    }

    RunEnd run() throws Exception {
        Files.createDirectories(directory);
        Endpoint endpoint = Endpoint.of("simulated", provider.baseUrl().toString(), null, api, new BigDecimal("0.5"));
        RunSetup setup = new RunSetup(
                "20261122T101530Z-1a2b3c",
                directory,
                workload,
                new RunInputs("p".repeat(64), "w".repeat(64)),
                database.in(directory),
                item -> new Decision("policy-1", MODEL, 1, "the only one", List.of(MODEL)),
                new Providers(
                        Map.of(MODEL, endpoint),
                        Map.of(
                                "simulated",
                                new SendGate(
                                        GateLimits.of(16).withOutage(Duration.ofMillis(5), Duration.ofSeconds(60))))),
                new CallPrices(Map.of(MODEL, new CallPrices.TokenRate(150_000, 600_000))),
                new CallLimits(
                        16, OptionalInt.empty(), OptionalInt.empty(), Duration.ofSeconds(20), 4, Duration.ofMillis(5)),
                budget,
                SpendCaps.none(),
                TextPolicy.keep(List.of()),
                Duration.ofMillis(2),
                0,
                Clock.systemUTC(),
                total -> Progress.silent(),
                mode,
                Verification.none(),
                reuse,
                new RunMetrics(),
                null,
                null,
                Duration.ofMillis(50),
                null);
        try (RunLauncher launcher = RunLauncher.open(setup)) {
            return launcher.run();
        }
    }
}
