package io.weighbridge.runner.nightly;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Commands;
import io.weighbridge.cli.ExitStatus;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.Lease;
import io.weighbridge.runner.job.JournalDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts a night, or starts it again where an earlier process left it, killed ones included. */
public final class NightLauncher {
    private final Function<NightFolder, Night.StepProcesses> processes;
    private final Clock clock;
    private final Consumer<String> progress;

    NightLauncher(Function<NightFolder, Night.StepProcesses> processes, Clock clock, Consumer<String> progress) {
        this.processes = processes;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Starts steps by the launcher.
     *
     * @param progress told what begins and what came of it, a line at a time
     */
    public static NightLauncher of(Commands commands, Clock clock, Consumer<String> progress) {
        return new NightLauncher(
                folder -> (step, arguments) -> commands.step(
                        folder.stepId(step), folder.recordFile(step), folder.stepLease(), folder.log(step), arguments),
                clock,
                progress);
    }

    /** A night that is done. */
    public record Ended(Path folder, NightSummary summary) {
        /** For people. */
        public String text() {
            return NightText.text(summary, folder, summary.begunAt());
        }
    }

    /**
     * Performs a night to its end.
     *
     * @throws JobFailedException if a step failed, with the exit status of its command; or, with
     *     {@link ExitStatus#TRY_LATER}, if another process performs a night of this lake
     */
    public Ended run(NightPlan plan) throws Exception {
        try (Lease lease = held(plan.lake())) {
            NightFolder.Opened opened = NightFolder.open(plan, clock);
            NightFolder folder = opened.folder();
            progress.accept("night " + folder.id() + (opened.isResumed() ? ": going on where it was" : ": started"));
            Night night = new Night(plan, folder, processes.apply(folder), clock);
            NightWork work = new NightWork(night, folder, plan.workload(), clock, progress);
            try (ConfigurableApplicationContext context = context(folder, work)) {
                JobExecution execution = execute(context, folder);
                if (execution.getStatus() != BatchStatus.COMPLETED) {
                    throw failed(folder, execution);
                }
            }
            return new Ended(folder.path(), Objects.requireNonNull(work.summary(), "a night that is done says so"));
        }
    }

    private static Lease held(Path lake) throws IOException {
        Optional<Lease> lease = Lease.tryTake(NightFolder.lease(lake));
        return lease.orElseThrow(() ->
                new JobFailedException(ExitStatus.TRY_LATER, lake + ": another process performs a night of it", null));
    }

    private static ConfigurableApplicationContext context(NightFolder folder, NightWork work) {
        return new SpringApplicationBuilder(NightJob.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .initializers(
                        starting -> ((GenericApplicationContext) starting).registerBean(NightWork.class, () -> work))
                .properties(Map.of(
                        "spring.datasource.url",
                        JournalDatabase.in(folder.path()).url(),
                        "spring.datasource.hikari.maximum-pool-size",
                        2,
                        "spring.batch.jdbc.initialize-schema",
                        "always",
                        "spring.main.log-startup-info",
                        false,
                        "spring.jmx.enabled",
                        false))
                .run();
    }

    private static JobExecution execute(ConfigurableApplicationContext context, NightFolder folder) throws Exception {
        JobOperator operator = context.getBean(JobOperator.class);
        JobRepository repository = context.getBean(JobRepository.class);
        JobParameters parameters =
                new JobParametersBuilder().addString("night", folder.id()).toJobParameters();
        JobExecution last = repository.getLastJobExecution(NightJob.NAME, parameters);
        if (last == null) {
            return operator.start(context.getBean(Job.class), parameters);
        }
        if (last.isRunning() || last.getStatus() == BatchStatus.UNKNOWN) {
            // Nobody else can be working on it: this process holds the lease.
            last = operator.recover(last);
        }
        return operator.restart(last);
    }

    private static RuntimeException failed(NightFolder folder, JobExecution execution) {
        for (Throwable failure : execution.getAllFailureExceptions()) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof StepFailedException step) {
                    return new JobFailedException(
                            ExitStatus.of(step.step().exitStatus()),
                            "night " + step.step().step() + ": " + step.getMessage() + " ("
                                    + folder.path().resolve("logs") + ")",
                            "the same command",
                            step);
                }
                if (cause instanceof BadInputException bad) {
                    return bad;
                }
            }
        }
        Throwable cause =
                execution.getAllFailureExceptions().stream().findFirst().orElse(null);
        return new JobFailedException(
                "night " + folder.id() + ": " + (cause == null ? "stopped" : cause.getMessage()),
                "the same command",
                cause);
    }
}
