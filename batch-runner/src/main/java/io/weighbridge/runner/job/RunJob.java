package io.weighbridge.runner.job;

import io.weighbridge.runner.answer.Answerer;
import io.weighbridge.runner.answer.CallScopes;
import io.weighbridge.runner.answer.Caller;
import io.weighbridge.runner.answer.Ladder;
import io.weighbridge.runner.answer.ReusedAnswers;
import io.weighbridge.runner.batch.BatchAnswerer;
import io.weighbridge.runner.batch.BatchApis;
import io.weighbridge.runner.batch.BatchOptions;
import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.DayLedger;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.Fence;
import io.weighbridge.runner.journal.FinishedItem;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.JournalSchema;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.RunJournal;
import io.weighbridge.runner.journal.RunLock;
import io.weighbridge.runner.journal.SharedRuns;
import io.weighbridge.runner.journal.SubmissionJournal;
import io.weighbridge.runner.provider.Backoff;
import io.weighbridge.runner.provider.ChatClient;
import io.weighbridge.runner.results.HandOver;
import io.weighbridge.runner.workload.InvalidLineException;
import io.weighbridge.runner.workload.LineRouting;
import io.weighbridge.runner.workload.LineRouting.Line;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job of {@code weighbridge run}, wired: accept (check, route, journal every line), batch (what goes through batch
 * APIs), answer (call, many at once), hand over (write the files). {@link RunSetup} is put in by {@link RunLauncher}.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({DataSourceTransactionManagerAutoConfiguration.class, BatchJdbcAutoConfiguration.class})
class RunJob {
    static final String NAME = "run";
    static final String ACCEPT = "accept";
    static final String BATCH = "batch";
    static final String ANSWER = "answer";
    static final String HAND_OVER = "hand-over";

    private static final int SMALLEST_ANSWER_CHUNK = 256;
    /** A chunk ends with its slowest call; this many rounds of calls keep that wait small beside the work. */
    private static final int ROUNDS_PER_CHUNK = 64;
    /** Items read for each call in flight: those that wait to be asked again keep none from being asked. */
    private static final int READ_PER_CALL = 16;
    /** A request is in memory as text, as a tree and as bytes under way, beside its answer; and all of them are to leave room for the rest. */
    private static final int HEAP_PER_CHARACTER = 16;

    @Bean
    RunJournal runJournal(DataSource database, RunSetup setup) throws IOException {
        JournalSchema.create(database);
        RunJournal journal = new RunJournal(database, setup.runId());
        RunOwner owner = RunOwner.of(setup.directory());
        if (owner.hasBegun() && journal.inputs().isEmpty()) {
            throw new IllegalStateException("run " + setup.runId() + " has begun, and its journal is not in "
                    + setup.database() + ": name the database that it was begun with");
        }
        journal.begin(setup.inputs(), owner.name());
        owner.begun(setup.directory());
        return journal;
    }

    /** Keeps other processes from the run; the embedded database is locked as a whole. */
    @Bean
    @DependsOn("runJournal")
    Fence fence(DataSource database, RunSetup setup) {
        if (!setup.database().isShared()) {
            return Fence.NONE;
        }
        RunLock lock = RunLock.take(database, setup.runId()).orElseThrow(() -> new RunInUseException(setup.runId()));
        if (setup.sharing() == null) {
            new SharedRuns(database, setup.runId(), lock).recall();
        }
        return lock;
    }

    @Bean
    ItemJournal itemJournal(DataSource database, RunSetup setup, Fence fence) {
        return new ItemJournal(new TransactionAwareDataSourceProxy(database), setup.runId(), fence, setup.metrics());
    }

    /** Commits for itself: what is paid must not be rolled back with the chunk it belongs to. */
    @Bean
    AttemptJournal attemptJournal(DataSource database, RunSetup setup, Fence fence) {
        return new AttemptJournal(database, setup.runId(), fence, setup.metrics());
    }

    @Bean
    Cancellation cancellation(RunSetup setup) {
        return new Cancellation(setup.directory());
    }

    @Bean
    ChatClient chatClient(RunSetup setup) {
        return new ChatClient(setup.limits().timeout(), setup.clock());
    }

    @Bean
    BatchApis batchApis(RunSetup setup) {
        return new BatchApis(setup.directory(), setup.limits().timeout());
    }

    @Bean
    SubmissionJournal submissionJournal(DataSource database, RunSetup setup, Fence fence, AttemptJournal attempts) {
        return new SubmissionJournal(database, setup.runId(), fence, attempts);
    }

    @Bean
    Budget budget(RunSetup setup, AttemptJournal attempts, DayLedger ledger) {
        Budget budget = new Budget(scope -> cap(scope, setup, ledger), attempts::charged);
        setup.metrics().watch(budget, setup.budget());
        setup.metrics().watch(setup.providers());
        return budget;
    }

    private static @Nullable Usd cap(Scope scope, RunSetup setup, DayLedger ledger) {
        return switch (scope.kind()) {
            case RUN -> setup.budget();
            case DAY -> ledger.take(scope.name());
            case TENANT -> setup.caps().tenants().get(scope.name());
            case TEAM -> setup.caps().teams().get(scope.name());
            case AGENT -> setup.caps().agents().get(scope.name());
            case MODEL -> setup.caps().models().get(scope.name());
        };
    }

    /** Used only where there is a cap for days. */
    @Bean
    DayLedger dayLedger(RunSetup setup) {
        Path runs = setup.directory().toAbsolutePath().resolveSibling(".");
        Usd cap = setup.caps().day();
        return new DayLedger(runs.normalize(), setup.runId(), cap == null ? Usd.ZERO : cap);
    }

    @Bean
    ReusedAnswers reusedAnswers(RunSetup setup, AttemptJournal attempts) {
        return new ReusedAnswers(setup.reuse(), setup.verification(), attempts, setup.clock());
    }

    @Bean
    Answerer answerer(
            RunSetup setup,
            DataSource database,
            Fence fence,
            ChatClient client,
            AttemptJournal attempts,
            Budget budget,
            ReusedAnswers reusedAnswers,
            Cancellation cancellation) {
        Caller caller = new Caller(
                setup.runId(),
                setup.providers(),
                client,
                setup.prices(),
                budget,
                new CallScopes(setup.caps()),
                attempts,
                setup.clock(),
                setup.verification(),
                cancellation);
        Backoff backoff = new Backoff(setup.firstWait(), new SplittableRandom(setup.seed()));
        return new Answerer(
                caller,
                backoff,
                setup.limits().attempts(),
                setup.verification(),
                ladder(setup),
                reusedAnswers,
                new ItemJournal(database, setup.runId(), fence, setup.metrics())::ask);
    }

    private static Ladder ladder(RunSetup setup) {
        return new Ladder(setup.routing(), setup.prices(), setup.providers().models());
    }

    @Bean
    AcceptedForecast acceptedForecast(RunSetup setup) {
        return new AcceptedForecast(setup);
    }

    @Bean
    Step acceptStep(
            JobRepository repository,
            PlatformTransactionManager transactions,
            RunSetup setup,
            ItemJournal items,
            AcceptedForecast forecast)
            throws IOException {
        WorkloadReader reader = new WorkloadReader(setup.workload(), new LineRouting(setup.routing()));
        AcceptProcessor processor = new AcceptProcessor(items, forecast);
        return new StepBuilder(ACCEPT, repository)
                        .listener(forecast)
                        .<Line, RoutedItem>chunk(ChunkSize.of(setup.workload(), roomForCharacters()))
                        .transactionManager(transactions)
                        .reader(reader)
                        .processor(processor)
                        .writer(chunk -> items.accept(List.copyOf(chunk.getItems())))
                        .stream(reader)
                        .stream(processor)
                        .faultTolerant()
                        .skipPolicy((failure, skipped) -> failure instanceof InvalidLineException)
                        .skipListener(new RejectedLines(items))
                        .build();
    }

    @Bean
    Step batchStep(
            JobRepository repository,
            DataSource database,
            Fence fence,
            RunSetup setup,
            BatchApis batchApis,
            Budget budget,
            AttemptJournal attempts,
            SubmissionJournal submissions,
            ReusedAnswers reusedAnswers,
            Cancellation cancellation) {
        ItemJournal items = new ItemJournal(database, setup.runId(), fence, setup.metrics());
        BatchAnswerer answerer = new BatchAnswerer(
                new BatchAnswerer.Run(
                        setup.runId(),
                        setup.directory(),
                        setup.providers(),
                        setup.prices(),
                        new CallScopes(setup.caps()),
                        setup.verification(),
                        ladder(setup),
                        reusedAnswers,
                        () -> cancellation.getAsBoolean() || setup.isTimeForCalls(),
                        setup.clock()),
                batchApis,
                budget,
                items,
                attempts,
                submissions,
                new BatchOptions(
                        setup.limits().batchPoll(),
                        setup.settling(),
                        setup.limits().attempts()));
        return new StepBuilder(BATCH, repository)
                .tasklet(new BatchTasklet(answerer, items, setup), new ResourcelessTransactionManager())
                .allowStartIfComplete(true)
                .build();
    }

    @Bean
    Step answerStep(
            JobRepository repository,
            PlatformTransactionManager transactions,
            RunSetup setup,
            ItemJournal items,
            AttemptJournal attempts,
            Answerer answerer,
            Cancellation cancellation,
            DataSource database,
            Fence fence,
            DayLedger days,
            Budget budget) {
        if (setup.sharing() != null) {
            WorkersTasklet tasklet = new WorkersTasklet(
                    new SharedRuns(database, setup.runId(), fence),
                    setup,
                    setup.sharing(),
                    new ItemJournal(database, setup.runId(), fence, setup.metrics()),
                    attempts,
                    days,
                    budget,
                    cancellation);
            return new StepBuilder(ANSWER, repository)
                    .tasklet(tasklet, new ResourcelessTransactionManager())
                    .allowStartIfComplete(true)
                    .build();
        }
        int chunkSize = Math.max(
                SMALLEST_ANSWER_CHUNK, ROUNDS_PER_CHUNK * setup.limits().concurrency());
        int atOnce =
                Math.max(SMALLEST_ANSWER_CHUNK, READ_PER_CALL * setup.limits().concurrency());
        PendingItems reader =
                new PendingItems(items, () -> leftToCalls(setup, attempts), cancellation, atOnce, roomForCharacters());
        AnswerProcessor processor = new AnswerProcessor(answerer, items, attempts, setup.progress(), reader);
        return new StepBuilder(ANSWER, repository)
                        .<PendingItem, FinishedItem>chunk(chunkSize)
                        .transactionManager(transactions)
                        .reader(reader)
                        .processor(processor)
                        .writer(chunk -> items.finish(List.copyOf(chunk.getItems())))
                        .stream(reader)
                        .stream(processor)
                        .taskExecutor(new VirtualThreadTaskExecutor("answer-"))
                        .allowStartIfComplete(true)
                        .build();
    }

    private static int roomForCharacters() {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_PER_CHARACTER);
    }

    private static Predicate<JournaledItem> leftToCalls(RunSetup setup, AttemptJournal attempts) {
        Set<Long> lines = attempts.linesLeftToCalls();
        return item -> !setup.isBatched(item.routed().model()) || lines.contains(item.line());
    }

    @Bean
    HandOverTasklet handOverTasklet(
            RunSetup setup,
            ItemJournal items,
            AttemptJournal attempts,
            SubmissionJournal submissions,
            AcceptedForecast forecast,
            JobRepository repository) {
        HandOver handOver = new HandOver(
                setup.directory(),
                setup.runId(),
                setup.workload().getFileName().toString(),
                setup.texts(),
                setup.providers()::of,
                setup.verification()::isOf,
                items,
                attempts,
                submissions);
        return new HandOverTasklet(handOver, setup, forecast, repository);
    }

    @Bean
    Step handOverStep(
            JobRepository repository, PlatformTransactionManager transactions, HandOverTasklet handOverTasklet) {
        return new StepBuilder(HAND_OVER, repository)
                .tasklet(handOverTasklet, transactions)
                .allowStartIfComplete(true)
                .build();
    }

    @Bean
    Job job(JobRepository repository, Step acceptStep, Step batchStep, Step answerStep, Step handOverStep) {
        return new JobBuilder(NAME, repository)
                .start(acceptStep)
                .next(batchStep)
                .next(answerStep)
                .next(handOverStep)
                .on(HandOverTasklet.ITEMS_LEFT.getExitCode())
                .fail()
                .from(handOverStep)
                .on("COMPLETED")
                .end()
                .from(handOverStep)
                .on("*")
                .fail()
                .end()
                .build();
    }
}
