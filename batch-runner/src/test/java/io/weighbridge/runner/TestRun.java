package io.weighbridge.runner;

import io.weighbridge.cli.CallLimits;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.SpendCaps;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.job.RunEnd;
import io.weighbridge.runner.job.RunLauncher;
import io.weighbridge.runner.job.RunSetup;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.runner.metrics.RunMetrics;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.GateLimits;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.SendGate;
import io.weighbridge.runner.reuse.Reuse;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.Usd;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A run without command line: one model, and a judge, at 1 and 10 USD per million tokens, quick to try again. */
record TestRun(
        Path directory,
        Path workload,
        URI baseUrl,
        Duration timeout,
        int attempts,
        @Nullable Usd budget,
        Routing routing,
        Verification verification,
        Reuse reuse,
        TestDatabase database) {
    static final String RUN_ID = "20261122T101530Z-1a2b3c";
    static final String MODEL = "model-a";
    /** Asked by verifiers only. */
    static final String JUDGE = "model-j";

    private static final CallPrices.TokenRate RATE = new CallPrices.TokenRate(1_000_000, 10_000_000);

    static final Routing TO_MODEL = item -> new Decision("policy-1", MODEL, 1, "the only one", List.of(MODEL));

    static TestRun of(Path directory, Path workload, URI baseUrl) {
        return new TestRun(
                directory,
                workload,
                baseUrl,
                Duration.ofSeconds(10),
                4,
                null,
                TO_MODEL,
                Verification.none(),
                Reuse.none(),
                TestDatabase.H2);
    }

    TestRun withTimeout(Duration newTimeout) {
        return new TestRun(
                directory, workload, baseUrl, newTimeout, attempts, budget, routing, verification, reuse, database);
    }

    TestRun withAttempts(int newAttempts) {
        return new TestRun(
                directory, workload, baseUrl, timeout, newAttempts, budget, routing, verification, reuse, database);
    }

    TestRun withBudget(String usd) {
        return new TestRun(
                directory,
                workload,
                baseUrl,
                timeout,
                attempts,
                Usd.parse(usd),
                routing,
                verification,
                reuse,
                database);
    }

    TestRun withRouting(Routing newRouting) {
        return new TestRun(
                directory, workload, baseUrl, timeout, attempts, budget, newRouting, verification, reuse, database);
    }

    TestRun withVerification(Verification newVerification) {
        return new TestRun(
                directory, workload, baseUrl, timeout, attempts, budget, routing, newVerification, reuse, database);
    }

    TestRun withReuse(Reuse newReuse) {
        return new TestRun(
                directory, workload, baseUrl, timeout, attempts, budget, routing, verification, newReuse, database);
    }

    TestRun withDatabase(TestDatabase newDatabase) {
        return new TestRun(
                directory, workload, baseUrl, timeout, attempts, budget, routing, verification, reuse, newDatabase);
    }

    TestRun in(Path newDirectory) {
        return new TestRun(
                newDirectory, workload, baseUrl, timeout, attempts, budget, routing, verification, reuse, database);
    }

    RunEnd run() throws Exception {
        try (RunLauncher launcher = open()) {
            return launcher.run();
        }
    }

    RunLauncher open() throws Exception {
        Files.createDirectories(directory);
        return RunLauncher.open(new RunSetup(
                RUN_ID,
                directory,
                workload,
                new RunInputs("p".repeat(64), "w".repeat(64)),
                database.in(directory),
                routing,
                new Providers(
                        Map.of(MODEL, endpoint(), JUDGE, endpoint()),
                        Map.of(
                                "fake",
                                new SendGate(
                                        GateLimits.of(16).withOutage(Duration.ofMillis(5), Duration.ofSeconds(60))))),
                new CallPrices(Map.of(MODEL, RATE, JUDGE, RATE)),
                new CallLimits(16, OptionalInt.empty(), OptionalInt.empty(), timeout, attempts, Duration.ofMillis(20)),
                budget,
                SpendCaps.none(),
                TextPolicy.keep(List.of()),
                Duration.ofMillis(2),
                0,
                Clock.systemUTC(),
                total -> Progress.silent(),
                RunSetup.Mode.SYNC,
                verification,
                reuse,
                new RunMetrics(),
                null,
                null,
                timeout,
                null));
    }

    private Endpoint endpoint() {
        return Endpoint.of("fake", baseUrl.toString(), null);
    }
}
