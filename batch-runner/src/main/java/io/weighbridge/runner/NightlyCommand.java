package io.weighbridge.runner;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.NightlySettings;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.runner.nightly.NightLauncher;
import io.weighbridge.runner.nightly.NightPlan;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge nightly}: the whole loop, once. */
@Command(
        name = "nightly",
        description = {
            "Ingests what is new, audits, certifies the current policy or trains one where it no longer holds, runs a workload by"
                    + " it, ingests the run's own calls and reports. Where no policy is certified, every call goes to its incumbent.",
            "Killed at any moment, the same command goes on with the step that did not end. A second one at the same time ends"
                    + " with status 5. LAKE/nights/ID/ has night.json, and for every step a record and its log."
        },
        footer = "  weighbridge nightly --lake lake --logs exports/ --workload tomorrow.jsonl --budget 25.00")
final class NightlyCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake, on a local disk.")
    private @Nullable String lake;

    @Option(
            names = "--logs",
            paramLabel = "PATH",
            arity = "1..*",
            description = "New logs and outcomes: files, folders or globs; what was ingested before is known"
                    + " (default: nightly.logs of the settings).")
    private List<String> logs = List.of();

    @Option(
            names = "--workload",
            required = true,
            paramLabel = "FILE",
            description = "What to answer: OpenAI batch request lines; body.metadata.task names the task.")
    private Path workload = Path.of("workload.jsonl");

    @Option(names = "--budget", paramLabel = "USD", description = "The most that the run may cost, resumed or not.")
    private @Nullable String budget;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description =
                    "When the run is to be done: from the night's first start, such as 6h, or an instant; see run.")
    private @Nullable String deadline;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "The policy to begin with (default: the lake's newest).")
    private @Nullable Path policy;

    private final Clock clock = Clock.systemUTC();

    @Override
    protected Summary run() throws Exception {
        WorkloadCommand.requireReadable(workload);
        if (policy != null) {
            WorkloadCommand.requireReadable(policy);
        }
        Settings settings = settings();
        NightlySettings nightly = settings.nightly();
        NightPlan plan = new NightPlan(
                WorkloadCommand.localLake(lake(lake)).toAbsolutePath().normalize(),
                logs.isEmpty() ? nightly.logs() : logs,
                workload.toAbsolutePath().normalize(),
                policy == null ? null : policy.toAbsolutePath().normalize(),
                nightly.days(),
                nightly.maxQualityLoss(),
                nightly.confidence(),
                budget,
                deadline);
        NightLauncher.Ended ended =
                NightLauncher.of(commands(), clock, console().err()::println).run(plan);
        return new Summary(ended.text(), ended.summary());
    }
}
