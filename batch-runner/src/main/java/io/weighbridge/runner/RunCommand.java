package io.weighbridge.runner;

import io.weighbridge.cli.Summary;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.tokenlog.Sha256;
import java.nio.file.Path;
import java.time.Clock;
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

    RunCommand() {
        this(Clock.systemUTC());
    }

    RunCommand(Clock clock) {
        super(clock);
    }

    @Override
    protected Summary run() throws Exception {
        requireReadable(workload);
        LoadedPolicy loaded = LoadedPolicy.read(policy);
        loaded.requireNoCascade();
        return answer(new Work(
                        workload,
                        new RunInputs(Sha256.hex(policy), Sha256.hex(workload)),
                        loaded.reachableModels(),
                        loaded.prices(),
                        policy.toString(),
                        runId -> new PolicyRouting(loaded.router(), runId),
                        "weighbridge run --policy " + policy + " --workload " + workload,
                        false))
                .summary();
    }
}
