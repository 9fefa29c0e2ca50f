package io.weighbridge.runner;

import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.cli.TextRetention;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.job.Sharing;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.runner.reuse.Reuse;
import io.weighbridge.runner.verify.Checks;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.worker.Terms;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge run}: routes a workload, calls the models, hands over results. */
@Command(
        name = "run",
        description = {
            "Routes every request of a workload by a policy, calls the chosen models and writes the results to"
                    + " LAKE/runs/ID. Loses nothing and pays nothing twice when it is killed: started again with the same"
                    + " policy, workload and lake it goes on where it was.",
        },
        footer = "  weighbridge run --policy policy.json --workload tomorrow.jsonl --lake lake --budget 25.00")
final class RunCommand extends WorkloadCommand {
    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The policy to route by.")
    private Path policy = Path.of("policy.json");

    @Option(
            names = "--workload",
            required = true,
            paramLabel = "FILE",
            description = "OpenAI batch request lines, plain or gzip; body.metadata.task names the task.")
    private Path workload = Path.of("workload.jsonl");

    @Option(
            names = "--once",
            description = "Where a run of the same policy and workload has ended, print its result and send nothing.")
    private boolean once;

    private final Clock clock;

    RunCommand() {
        this(Clock.systemUTC());
    }

    RunCommand(Clock clock) {
        super(clock);
        this.clock = clock;
    }

    @Override
    protected Summary run() throws Exception {
        requireReadable(workload);
        LoadedPolicy loaded = LoadedPolicy.read(policy, clock);
        Settings settings = settings();
        loaded.requireChecks(settings.verifiers()).forEach(console().err()::println);
        Verification verification = Verification.of(settings.verifiers());
        LoadedPolicy.Models models =
                loaded.models(new ConfiguredProviders(settings, console().environment())::isServed);
        Map<String, String> providers = new TreeMap<>(models.providers());
        verification.judges().forEach(judge -> providers.putIfAbsent(judge, ""));
        PriceBook book = PriceBooks.over(settings, List.of());
        CallPrices prices = loaded.prices().orElse(CallPrices.of(book, verification.judges(), clock.instant()));
        if (loaded.policy().certificate() != null) {
            console().err().println(policy + ": " + loaded.certificateAt(clock.instant()));
        }
        RunInputs inputs = new RunInputs(Sha256.hex(policy), Sha256.hex(workload));
        try (Reuse reuse = reuse(settings, inputs)) {
            return answer(new Work(
                            workload,
                            inputs,
                            providers,
                            prices,
                            policy.toString(),
                            runId -> new PolicyRouting(loaded.router(), models.unavailable(), runId),
                            verification,
                            reuse,
                            "weighbridge run --policy " + policy + " --workload " + workload,
                            new RunOrigin("run", List.of())
                                    .with("--policy", policy)
                                    .with("--workload", workload),
                            loaded::latency,
                            told -> new Sharing(
                                    new Terms(
                                                    providers,
                                                    models.unavailable(),
                                                    prices,
                                                    Checks.hash(told.verifiers()),
                                                    told.caps())
                                            .text(),
                                    Files.readAllBytes(policy),
                                    PARTITION_ITEMS,
                                    console().err()::println),
                            once))
                    .summary();
        }
    }

    /** Answers outlive the run only where the lake keeps texts at all. */
    private Reuse reuse(Settings settings, RunInputs inputs) throws IOException {
        if (settings.text() == TextRetention.KEEP) {
            return Reuse.of(settings.reuse(), localLake().resolve("cache"), settings.verifiers(), clock);
        }
        Path ofThisRun = localLake().resolve("runs/.answers").resolve(Sha256.hex(inputs.toString()));
        return Reuse.withinRun(settings.reuse(), ofThisRun, settings.verifiers(), clock);
    }
}
