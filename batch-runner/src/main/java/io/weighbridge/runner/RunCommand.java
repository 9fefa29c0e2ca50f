package io.weighbridge.runner;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.CallLimits;
import io.weighbridge.cli.DatabaseSettings;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.job.JournalDatabase;
import io.weighbridge.runner.job.RunEnd;
import io.weighbridge.runner.job.RunInUseException;
import io.weighbridge.runner.job.RunLauncher;
import io.weighbridge.runner.job.RunSetup;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.tokenlog.Sha256;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
final class RunCommand extends JobCommand {
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The policy to route by.")
    private Path policy = Path.of("policy.json");

    @Option(
            names = "--workload",
            required = true,
            paramLabel = "FILE",
            description = "OpenAI batch request lines, plain or gzip; body.metadata.task names the task.")
    private Path workload = Path.of("workload.jsonl");

    @Option(names = "--lake", paramLabel = "DIR", description = "The lake, on a local disk.")
    private @Nullable String lake;

    @Option(names = "--budget", paramLabel = "USD", description = "The most that this run may cost, resumed or not.")
    private @Nullable String budget;

    @Option(names = "--resume", paramLabel = "RUN", description = "The run to go on with (default: an unfinished one).")
    private @Nullable String resume;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Calls in flight at once (default: the settings').")
    private @Nullable Integer concurrency;

    @Option(names = "--seed", defaultValue = "0", description = "Seed of the waits between attempts.")
    private long seed;

    private final Clock clock;

    RunCommand() {
        this(Clock.systemUTC());
    }

    RunCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected Summary run() throws Exception {
        requireReadable(workload);
        LoadedPolicy loaded = LoadedPolicy.read(policy);
        RunInputs inputs = new RunInputs(Sha256.hex(policy), Sha256.hex(workload));
        RunDirectories directories = RunDirectories.in(localLake(), clock);
        if (resume != null) {
            requireOwnRun(directories, resume, inputs);
            if (directories.finished(resume)) {
                return finishedBefore(directories, resume);
            }
        }
        Settings settings = settings();
        Usd cap = cap(settings);
        Providers providers = new ConfiguredProviders(settings, console().environment()).of(loaded.reachableModels());
        CallPrices prices = loaded.prices();
        requirePrices(cap, prices, loaded);
        String runId = runId(directories, inputs);
        RunSetup setup = new RunSetup(
                runId,
                directories.directory(runId),
                workload,
                inputs,
                database(settings.database(), directories.directory(runId)),
                new PolicyRouting(loaded.router(), runId),
                providers,
                prices,
                limits(settings),
                cap,
                settings.texts(settings.text(), console().environment()),
                FIRST_WAIT,
                seed,
                clock,
                total -> progress("run", total));
        return run(setup);
    }

    private Summary run(RunSetup setup) throws Exception {
        String again = "weighbridge run --policy " + policy + " --workload " + workload + " --lake " + localLake()
                + " --resume " + setup.runId();
        RunEnd end;
        try (RunLauncher launcher = RunLauncher.open(setup)) {
            end = launcher.run();
        } catch (RunInUseException e) {
            throw new JobFailedException("run " + setup.runId() + ": another process is working on it", e);
        }
        if (end.summary().isEmpty()) {
            Throwable failure = end.cause();
            throw new JobFailedException(
                    "run " + setup.runId() + ": " + (failure == null ? "stopped" : failure.getMessage()),
                    again,
                    failure);
        }
        RunSummary summary = end.summary().get();
        if (!summary.finished()) {
            throw new JobFailedException(
                    "run " + setup.runId() + ": budget exhausted, " + summary.notStarted() + " of " + summary.items()
                            + " items not started (" + setup.directory().resolve("run.json") + ")",
                    again + " --budget MORE",
                    null);
        }
        return new Summary(RunReport.text(summary, setup.directory()), summary);
    }

    private String runId(RunDirectories directories, RunInputs inputs) throws IOException {
        if (resume != null) {
            return resume;
        }
        Optional<String> unfinished = directories.unfinished(inputs);
        if (unfinished.isPresent()) {
            console()
                    .err()
                    .println("run " + unfinished.get() + ": going on with this unfinished run of the same policy"
                            + " and workload");
            return unfinished.get();
        }
        String runId = directories.begin(inputs);
        console().err().println("run " + runId + ": started");
        return runId;
    }

    private static void requireOwnRun(RunDirectories directories, String runId, RunInputs inputs) {
        if (!directories.exists(runId)) {
            throw new BadInputException(directories.directory(runId) + ": no such run");
        }
        if (!RunDirectories.belongs(runId, inputs)) {
            throw new BadInputException("--resume: run " + runId + " was started with another policy or workload");
        }
    }

    private static Summary finishedBefore(RunDirectories directories, String runId) throws IOException {
        Path file = directories.directory(runId).resolve("run.json");
        return new Summary(
                "run " + runId + " has ended before; nothing was sent",
                JsonMapper.builder().build().readTree(file.toFile()));
    }

    private static void requireReadable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadInputException(file + ": must be a file, is a directory");
        }
        if (Files.size(file) == 0) {
            throw new BadInputException(file + ": must hold request lines, is empty");
        }
    }

    private static void requirePrices(@Nullable Usd cap, CallPrices prices, LoadedPolicy loaded) {
        if (cap == null) {
            return;
        }
        loaded.reachableModels().keySet().forEach(model -> {
            if (!prices.knows(model)) {
                throw new BadInputException(loaded.file() + ": model " + model
                        + " must have a price when there is a budget: its calls have no worst case");
            }
        });
    }

    private @Nullable Usd cap(Settings settings) {
        if (budget == null) {
            return settings.budget();
        }
        try {
            Usd cap = Usd.parse(budget);
            if (cap.compareTo(Usd.ZERO) > 0) {
                return cap;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new BadInputException("--budget: must be a positive amount in USD, was " + budget, e);
        }
        throw new BadInputException("--budget: must be a positive amount in USD, was " + budget);
    }

    private CallLimits limits(Settings settings) {
        CallLimits limits = settings.limits();
        if (concurrency == null) {
            return limits;
        }
        if (concurrency < 1 || concurrency > 10_000) {
            throw new BadInputException("--concurrency: must be in [1, 10000], was " + concurrency);
        }
        return new CallLimits(concurrency, limits.requestsPerMinute(), limits.timeout(), limits.attempts());
    }

    private Path localLake() {
        String named = lake(lake);
        if (named.contains("://")) {
            throw new BadInputException("lake: run needs a lake on a local disk, was " + named);
        }
        return Path.of(named.startsWith("file:") ? named.substring("file:".length()) : named);
    }

    private JournalDatabase database(@Nullable DatabaseSettings configured, Path directory) {
        if (configured == null) {
            return JournalDatabase.in(directory);
        }
        Map<String, String> environment = console().environment();
        return new JournalDatabase(
                configured.url(),
                configured.userEnv() == null ? null : environment.get(configured.userEnv()),
                configured.passwordEnv() == null ? null : environment.get(configured.passwordEnv()));
    }
}
