package io.weighbridge.runner;

import com.zaxxer.hikari.HikariDataSource;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.CallLimits;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Router;
import io.weighbridge.runner.job.JournalDatabase;
import io.weighbridge.runner.journal.JournalSchema;
import io.weighbridge.runner.journal.SharedRuns;
import io.weighbridge.runner.metrics.RunMetrics;
import io.weighbridge.runner.provider.ChatClient;
import io.weighbridge.runner.replay.Plan;
import io.weighbridge.runner.verify.Checks;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.worker.Answering;
import io.weighbridge.runner.worker.Terms;
import io.weighbridge.runner.worker.Worker;
import io.weighbridge.runner.workload.Routing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weighbridge worker}. */
@Command(
        name = "worker",
        description = {
            "Makes the calls of runs that were started with --workers-only, on any number of machines: takes a part of a run from the"
                    + " database, holds it by a lease, answers it and takes the next. The part of a worker that died is taken over when its"
                    + " lease ends. Providers, keys, limits and verifiers are those of this machine's weighbridge.yaml; verifiers must be the"
                    + " run's.",
            "Goes on until it is stopped; SIGTERM ends the calls in flight first."
        },
        footer = "  weighbridge worker --db jdbc:postgresql://db.example:5432/weighbridge")
final class WorkerCommand extends JobCommand {
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_LEASE = Duration.ofHours(1);

    @Mixin
    private final DatabaseOption databaseOption = new DatabaseOption();

    @Option(names = "--run", paramLabel = "RUN", description = "Work on this run only.")
    private @Nullable String onlyRun;

    @Mixin
    private final ConcurrencyOption concurrency = new ConcurrencyOption();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "Parts at once: the next is begun while the last calls of one are awaited (default: ${DEFAULT-VALUE}).")
    private int partitions = 2;

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            defaultValue = "15s",
            description = "How long a part is this worker's without a sign of life (default: ${DEFAULT-VALUE}).")
    private String lease = "15s";

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            description = "End after so long without work, such as 10m (default: never).")
    private @Nullable String idle;

    /** The result line of {@code --json}. */
    private record Result(String worker, long partitions, long items) {}

    @Override
    protected Summary run() throws Exception {
        Settings settings = settings();
        JournalDatabase database = databaseOption
                .database(settings, console().environment())
                .filter(JournalDatabase::isShared)
                .orElseThrow(() -> new BadInputException("--db: a worker needs a PostgreSQL"));
        if (partitions < 1 || partitions > 64) {
            throw new BadInputException("--partitions: must be in [1, 64], was " + partitions);
        }
        String name = "worker-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        Worker.Options options = new Worker.Options(
                name, onlyRun, time("--lease", lease), partitions, idle == null ? null : time("--idle", idle));
        AtomicBoolean isStopped = new AtomicBoolean();
        CountDownLatch isDone = new CountDownLatch(1);
        Thread stop = Thread.ofPlatform().unstarted(() -> {
            isStopped.set(true);
            try {
                isDone.await(settings.limits().timeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        // A lease, a commit and an escalation for each part, and one to look for work.
        RunMetrics metrics = new RunMetrics();
        try (HikariDataSource pool = database.pool(3 * partitions + 1);
                MetricsOutput output = MetricsOutput.open(settings.metrics(), metrics, console())) {
            JournalSchema.create(pool);
            Runtime.getRuntime().addShutdownHook(stop);
            console().err().println(name + ": waiting for work in " + database);
            Worker worker = new Worker(
                    pool,
                    options,
                    new Runs(pool, settings, metrics)::answering,
                    isStopped::get,
                    metrics,
                    message -> console().err().println(name + ": " + message));
            Worker.Done done = worker.run();
            output.write();
            return new Summary(
                    name + ": " + done.items() + " items in " + done.partitions() + " parts",
                    new Result(name, done.partitions(), done.items()));
        } finally {
            isDone.countDown();
            if (!isStopped.get()) {
                Runtime.getRuntime().removeShutdownHook(stop);
            }
        }
    }

    private static Duration time(String option, String text) {
        try {
            Duration time = Duration.parse("PT" + text);
            if (time.compareTo(Duration.ofMillis(100)) >= 0 && time.compareTo(LONGEST_LEASE) <= 0) {
                return time;
            }
        } catch (DateTimeParseException e) {
            throw new BadInputException(option + ": must be a time such as 15s or 10m, was " + text, e);
        }
        throw new BadInputException(option + ": must be in [0.1s, 1h], was " + text);
    }

    /** The runs that this worker has seen, each as its process described it last. */
    private final class Runs {
        private final HikariDataSource database;
        private final CallLimits limits;
        private final Verification verification;
        private final String checks;
        private final ConfiguredProviders providers;
        private final ChatClient client;
        private final RunMetrics metrics;
        private final Map<String, Answering> known = new HashMap<>();

        Runs(HikariDataSource database, Settings settings, RunMetrics metrics) {
            this.database = database;
            this.limits = concurrency.limits(settings);
            this.verification = Verification.of(settings.verifiers());
            this.checks = Checks.hash(settings.verifiers());
            this.providers = new ConfiguredProviders(settings, console().environment(), limits.concurrency());
            this.client = new ChatClient(limits.timeout(), Clock.systemUTC());
            this.metrics = metrics;
        }

        synchronized Answering answering(String runId) {
            String text = SharedRuns.terms(database, runId);
            Answering before = known.get(runId);
            if (before != null && before.terms().text().equals(text)) {
                return before;
            }
            Terms terms = Terms.parse(text);
            Routing routing = routing(runId, terms);
            boolean isChecked = !terms.checks().equals(Terms.UNCHECKED);
            if (isChecked && !terms.checks().equals(checks)) {
                throw new BadInputException("run " + runId
                        + ": verifiers of weighbridge.yaml: must be those that the run was started with, are others");
            }
            Answering answering = new Answering(
                    runId,
                    terms,
                    providers.of(terms.providers()),
                    routing,
                    isChecked ? verification : Verification.none(),
                    client,
                    limits.attempts(),
                    FIRST_WAIT,
                    Clock.systemUTC());
            metrics.watch(answering.providers());
            known.put(runId, answering);
            return answering;
        }

        private Routing routing(String runId, Terms terms) {
            byte[] policy = SharedRuns.policy(database, runId);
            if (policy == null) {
                return Plan.ROUTING;
            }
            try {
                Policy read = PolicyJson.read(new ByteArrayInputStream(policy));
                Router router = Router.of(read, new SplittableRandom(0), Clock.systemUTC());
                return new PolicyRouting(router, terms.unavailable(), runId);
            } catch (IOException e) {
                throw new BadInputException("run " + runId + ": its policy cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
