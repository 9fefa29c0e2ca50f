package io.weighbridge.runner;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.ExitStatus;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.runner.forecast.Deadline;
import io.weighbridge.runner.forecast.Experience;
import io.weighbridge.runner.forecast.Forecast;
import io.weighbridge.runner.forecast.Forecaster;
import io.weighbridge.runner.job.Cancellation;
import io.weighbridge.runner.job.JournalDatabase;
import io.weighbridge.runner.job.RunEnd;
import io.weighbridge.runner.job.RunInUseException;
import io.weighbridge.runner.job.RunLauncher;
import io.weighbridge.runner.job.RunSetup;
import io.weighbridge.runner.job.Sharing;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.runner.metrics.RunMetrics;
import io.weighbridge.runner.provider.ProviderDownException;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.runner.spans.RunSpans;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code run} and {@code replay} are asked alike, and how a workload is answered once its models are known. */
abstract class WorkloadCommand extends JobCommand {
    /** Enough that taking one costs nothing beside it, few enough that what a dead worker held is soon done again. */
    static final int PARTITION_ITEMS = 500;

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    @Option(names = "--lake", paramLabel = "DIR", description = "The lake, on a local disk.")
    private @Nullable String lake;

    @Option(names = "--budget", paramLabel = "USD", description = "The most that this run may cost, resumed or not.")
    private @Nullable String budget;

    @Option(names = "--resume", paramLabel = "RUN", description = "The run to go on with (default: an unfinished one).")
    private @Nullable String resume;

    @Mixin
    private final ConcurrencyOption concurrency = new ConcurrencyOption();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "SYNC",
            description = "sync: a call for each request; batch: through the batch APIs of the providers that have one,"
                    + " at their discount and within a day.")
    private RunSetup.Mode mode = RunSetup.Mode.SYNC;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description =
                    "When it is to be done: from now, such as 6h, or an instant (2026-11-23T06:00:00Z). Chooses batches,"
                            + " calls, or batches first and calls in time, for least cost; --mode is then not needed.")
    private @Nullable String deadline;

    @Option(
            names = "--workers-only",
            description = "Leave the calls to weighbridge worker processes on the same --db, and wait for them.")
    private boolean workersOnly;

    @Mixin
    private final DatabaseOption databaseOption = new DatabaseOption();

    @Option(
            names = "--spans",
            paramLabel = "FILE",
            description =
                    "Also write what was done as OpenTelemetry spans (OTLP JSON lines), once the run has handed over.")
    private @Nullable Path spans;

    @Option(names = "--seed", defaultValue = "0", description = "Seed of the waits between attempts.")
    private long seed;

    private final Clock clock;
    private @Nullable Path endedRun;

    WorkloadCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected abstract Summary run() throws Exception;

    /** How a run ended: its folder holds all of it. */
    record Ended(Path directory, Summary summary) {}

    /** Starts the work, or goes on with it; nothing is sent again of a run that has ended. */
    final Ended answer(Work work) throws Exception {
        RunDirectories directories = RunDirectories.in(localLake(), clock);
        if (resume != null) {
            requireOwnRun(directories, resume, work.inputs());
            if (directories.finished(resume)) {
                writeSpans(directories.directory(resume), work);
                sendSpans(directories.directory(resume), work);
                return ended(directories.directory(resume), finishedBefore(directories, resume));
            }
        }
        Optional<String> ended =
                work.onlyOnce() ? directories.ended(work.inputs()) : directories.unreported(work.inputs());
        if (ended.isPresent()) {
            writeSpans(directories.directory(ended.get()), work);
            sendSpans(directories.directory(ended.get()), work);
            return ended(directories.directory(ended.get()), finishedBefore(directories, ended.get()));
        }
        Settings settings = settings();
        Usd cap = cap(settings);
        Providers providers = new ConfiguredProviders(settings, console().environment()).of(work.providers());
        work.requirePrices(cap, settings.caps());
        requireBatchApi(providers);
        Instant until = deadline == null ? null : Deadline.of(deadline, clock.instant());
        Optional<JournalDatabase> database =
                databaseOption.database(settings, console().environment());
        Sharing sharing = sharing(work, database);
        String runId = runId(directories, work, until, database);
        Forecaster forecaster = forecaster(work, providers, directories, runId);
        Routing routing = work.routing().apply(runId);
        Forecast forecast = until == null ? null : forecaster.forecast(work.file(), routing, until);
        if (forecast != null) {
            tell(forecast);
        }
        RunSetup.Mode chosen =
                forecast == null ? mode : forecast.batchesUntil() == null ? RunSetup.Mode.SYNC : RunSetup.Mode.BATCH;
        RunSetup setup = new RunSetup(
                runId,
                directories.directory(runId),
                work.file(),
                work.inputs(),
                database.orElseGet(() -> JournalDatabase.in(directories.directory(runId))),
                routing,
                providers,
                work.prices(),
                concurrency.limits(settings),
                cap,
                settings.caps(),
                settings.texts(settings.text(), console().environment()),
                FIRST_WAIT,
                seed,
                clock,
                total -> progress("run", total),
                chosen,
                work.verification(),
                work.reuse(),
                new RunMetrics(),
                forecast,
                forecast == null
                        ? forecaster.survey(routing, mode == RunSetup.Mode.BATCH, sharing != null, seed, this::tell)
                        : null,
                concurrency.limits(settings).timeout(),
                sharing);
        return ended(setup.directory(), run(setup, work));
    }

    private @Nullable Sharing sharing(Work work, Optional<JournalDatabase> database) throws IOException {
        if (!workersOnly) {
            return null;
        }
        if (database.isEmpty() || !database.get().isShared()) {
            throw new BadInputException("--workers-only: needs a PostgreSQL (--db), which workers share");
        }
        if (mode == RunSetup.Mode.BATCH || deadline != null) {
            throw new BadInputException(
                    "--workers-only: workers make calls; --mode batch and --deadline need a run of its own");
        }
        if (!work.reuse().isNone()) {
            throw new BadInputException(
                    "--workers-only: reuse must not be set: workers have no cache and no templates");
        }
        return work.sharing().get(settings());
    }

    private Ended ended(Path run, Summary summary) {
        endedRun = run;
        return new Ended(run, summary);
    }

    @Override
    protected final void printed() throws IOException {
        if (endedRun != null) {
            RunDirectories.reported(endedRun);
        }
    }

    private Summary run(RunSetup setup, Work work) throws Exception {
        String again = work.again() + " --lake " + localLake() + (mode == RunSetup.Mode.BATCH ? " --mode batch" : "")
                + (setup.forecast() == null
                        ? ""
                        : " --deadline " + setup.forecast().deadline())
                + (setup.database().isShared() ? " --db '" + setup.database() + "'" : "")
                + (workersOnly ? " --workers-only" : "")
                + " --resume " + setup.runId();
        RunEnd end;
        try (RunLauncher launcher = RunLauncher.open(setup);
                MetricsOutput output = MetricsOutput.open(settings().metrics(), setup.metrics(), console())) {
            end = launcher.run();
            output.write();
        } catch (RunInUseException e) {
            throw new JobFailedException(
                    ExitStatus.TRY_LATER, "run " + setup.runId() + ": another process is working on it", e);
        } catch (RuntimeException e) {
            if (JournalDatabase.isAway(e)) {
                throw new JobFailedException(
                        ExitStatus.TRY_LATER,
                        "run " + setup.runId() + ": the database is away: " + setup.database(),
                        again,
                        e);
            }
            throw e;
        }
        if (end.summary().isEmpty()) {
            Throwable failure = end.cause();
            throw new JobFailedException(
                    failure != null && isPassing(failure) ? ExitStatus.TRY_LATER : ExitStatus.JOB_FAILED,
                    "run " + setup.runId() + ": " + (failure == null ? "stopped" : failure.getMessage()),
                    again,
                    failure);
        }
        writeSpans(setup.directory(), work);
        RunSummary summary = end.summary().get();
        if (!summary.finished()) {
            boolean isCancelled = Cancellation.isAsked(setup.directory());
            throw JobFailedException.leaving(
                    isCancelled ? ExitStatus.CANCELLED : ExitStatus.BUDGET_EXHAUSTED,
                    "run " + setup.runId() + ": " + (isCancelled ? "cancelled, " : "budget exhausted, ")
                            + summary.notStarted() + " of " + summary.items() + " items not started ("
                            + setup.directory().resolve("run.json") + ")",
                    again + (isCancelled ? "" : " --budget MORE"),
                    summary);
        }
        sendSpans(setup.directory(), work);
        return new Summary(RunReport.text(summary, setup.directory()), summary);
    }

    private void sendSpans(Path run, Work work) throws IOException, InterruptedException {
        new SpanExport(console(), clock).send(run, localLake(), work.verification()::isOf);
    }

    private void writeSpans(Path run, Work work) throws IOException, InterruptedException {
        if (spans != null) {
            RunSpans.write(run.resolve("calls.jsonl"), spans, work.verification()::isOf);
        }
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof ProviderDownException || JournalDatabase.isAway(failure);
    }

    private Forecaster forecaster(Work work, Providers providers, RunDirectories directories, String runId)
            throws IOException {
        Settings settings = settings();
        List<Path> earlier = directories.newestFirst().stream()
                .filter(other -> !other.equals(runId))
                .map(other -> directories.directory(other).resolve("run.json"))
                .toList();
        return new Forecaster(
                providers,
                work.prices(),
                concurrency.limits(settings),
                settings.planning(),
                model -> work.latency().apply(model).orElse(settings.planning().callTime()),
                work.verification(),
                Experience.of(earlier),
                !work.reuse().isNone(),
                clock);
    }

    private void tell(Forecast forecast) {
        console().err().println(RunReport.text(forecast));
    }

    private String runId(
            RunDirectories directories, Work work, @Nullable Instant until, Optional<JournalDatabase> database)
            throws IOException {
        if (resume != null) {
            keepDeadline(directories.directory(resume), until);
            return resume;
        }
        Optional<String> unfinished = directories.unfinished(work.inputs());
        if (unfinished.isPresent()) {
            console()
                    .err()
                    .println("run " + unfinished.get() + ": going on with this unfinished run of the same inputs");
            keepDeadline(directories.directory(unfinished.get()), until);
            return unfinished.get();
        }
        String runId = directories.begin(work.inputs());
        RunOrigin origin = work.origin().with("--mode", mode).with("--seed", seed);
        if (workersOnly) {
            origin = origin.with(RunOrigin.WORKERS_ONLY, true);
        }
        if (until != null) {
            origin = origin.with(RunOrigin.DEADLINE, until);
        }
        if (database.isPresent() && database.get().isShared()) {
            origin = origin.with(RunOrigin.DATABASE, database.get().url());
        }
        origin.write(directories.directory(runId));
        console().err().println("run " + runId + ": started");
        return runId;
    }

    /** A run that goes on with another deadline has that one the next time too. */
    private static void keepDeadline(Path run, @Nullable Instant until) throws IOException {
        Optional<RunOrigin> origin = RunOrigin.find(run);
        if (until != null && origin.isPresent()) {
            origin.get()
                    .without(RunOrigin.DEADLINE)
                    .with(RunOrigin.DEADLINE, until)
                    .write(run);
        }
    }

    private static void requireOwnRun(RunDirectories directories, String runId, RunInputs inputs) {
        directories.requireExists(runId);
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

    static void requireReadable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadInputException(file + ": must be a file, is a directory");
        }
        if (Files.size(file) == 0) {
            throw new BadInputException(file + ": must hold request lines, is empty");
        }
    }

    private void requireBatchApi(Providers providers) {
        if (mode == RunSetup.Mode.BATCH
                && providers.models().stream()
                        .noneMatch(model -> providers.of(model).hasBatchApi())) {
            throw new BadInputException("--mode batch: none of the providers has a batch API;"
                    + " set batch_discount, or batch_command, of those that have in weighbridge.yaml");
        }
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

    final Path localLake() {
        return localLake(lake(lake));
    }

    /** @throws BadInputException if the lake is not on a local disk */
    static Path localLake(String named) {
        if (named.contains("://")) {
            throw new BadInputException("lake: run needs a lake on a local disk, was " + named);
        }
        return Path.of(named.startsWith("file:") ? named.substring("file:".length()) : named);
    }
}
