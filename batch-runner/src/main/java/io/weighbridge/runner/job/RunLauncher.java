package io.weighbridge.runner.job;

import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.DayLedger;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts the job of a run, or starts it again where an earlier process left it, killed ones included. */
public final class RunLauncher implements AutoCloseable {
    /** One for the lock of the run, one for the commits of calls, one for the step, and two for what comes between. */
    private static final int CONNECTIONS = 5;

    private final ConfigurableApplicationContext context;
    private final RunSetup setup;

    private RunLauncher(ConfigurableApplicationContext context, RunSetup setup) {
        this.context = context;
        this.setup = setup;
    }

    /** Opens the run's database and wires the job. */
    public static RunLauncher open(RunSetup setup) {
        Map<String, Object> properties = new LinkedHashMap<>(Map.of(
                "spring.batch.jdbc.initialize-schema",
                "always",
                "spring.main.log-startup-info",
                false,
                "spring.jmx.enabled",
                false));
        if (setup.database().isShared()) {
            properties.put("spring.batch.jdbc.isolation-level-for-create", "read-committed");
        }
        return new RunLauncher(context(setup, properties), setup);
    }

    private static ConfigurableApplicationContext context(RunSetup setup, Map<String, Object> properties) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(RunJob.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .initializers(starting -> {
                    GenericApplicationContext beans = (GenericApplicationContext) starting;
                    beans.registerBean(RunSetup.class, () -> setup);
                    beans.registerBean(DataSource.class, () -> setup.database().pool(CONNECTIONS));
                })
                .properties(properties);
        try {
            return application.run();
        } catch (RuntimeException e) {
            if (isHeld(e)) {
                throw new RunInUseException(setup.database(), e);
            }
            if (e instanceof BeanCreationException creation
                    && creation.getMostSpecificCause() instanceof IllegalStateException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    /** Runs until every item has ended, the budget is used up, or the job fails. */
    public RunEnd run() throws Exception {
        Cancellation.takeBack(setup.directory());
        JobExecution execution;
        try {
            execution = execute();
        } finally {
            context.getBean(DayLedger.class).giveBack(context.getBean(Budget.class));
        }
        Map<String, RunEnd.StepCounts> steps = new LinkedHashMap<>();
        for (StepExecution step : execution.getStepExecutions()) {
            steps.put(
                    step.getStepName(),
                    new RunEnd.StepCounts(
                            step.getReadCount(), step.getWriteCount(), step.getSkipCount(), step.getRollbackCount()));
        }
        return new RunEnd(context.getBean(HandOverTasklet.class).summary(), execution.getAllFailureExceptions(), steps);
    }

    private JobExecution execute() throws Exception {
        JobOperator operator = context.getBean(JobOperator.class);
        JobRepository repository = context.getBean(JobRepository.class);
        JobParameters parameters =
                new JobParametersBuilder().addString("run", setup.runId()).toJobParameters();
        JobExecution last = repository.getLastJobExecution(RunJob.NAME, parameters);
        if (last == null) {
            JobInstance withoutExecution = repository.getJobInstance(RunJob.NAME, parameters);
            if (withoutExecution != null) {
                // A process died between the two; Spring Batch would refuse it for ever.
                repository.deleteJobInstance(withoutExecution);
            }
            return operator.start(context.getBean(Job.class), parameters);
        }
        if (last.isRunning() || last.getStatus() == BatchStatus.UNKNOWN) {
            // Nobody else can be working on it: this process holds the database file, or the run in it.
            last = operator.recover(last);
        }
        return operator.restart(last);
    }

    private static boolean isHeld(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RunInUseException
                    || cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        context.close();
    }
}
