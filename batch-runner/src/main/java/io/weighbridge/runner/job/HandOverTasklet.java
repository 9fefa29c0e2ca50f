package io.weighbridge.runner.job;

import io.weighbridge.runner.results.HandOver;
import io.weighbridge.runner.results.RunSummary;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Writes the run's files. Its exit says whether the run is over or some items are left, for a larger budget or by a cancellation. */
final class HandOverTasklet implements Tasklet {
    static final ExitStatus ITEMS_LEFT = new ExitStatus("ITEMS LEFT");

    private final HandOver handOver;
    private final RunSetup setup;
    private final AcceptedForecast forecast;
    private final JobRepository repository;
    private final long startedNanos = System.nanoTime();
    private @Nullable RunSummary summary;

    HandOverTasklet(HandOver handOver, RunSetup setup, AcceptedForecast forecast, JobRepository repository) {
        this.handOver = handOver;
        this.setup = setup;
        this.forecast = forecast;
        this.repository = repository;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        double seconds = Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() / 1000.0;
        RunSummary written = handOver.write(
                linesRead(contribution),
                setup.budget(),
                seconds,
                forecast.forecast(),
                setup.clock().instant());
        summary = written;
        contribution.setExitStatus(written.finished() ? ExitStatus.COMPLETED : ITEMS_LEFT);
        return RepeatStatus.FINISHED;
    }

    /** What was handed over; empty where the job did not come so far. */
    Optional<RunSummary> summary() {
        return Optional.ofNullable(summary);
    }

    private long linesRead(StepContribution contribution) {
        StepExecution accept = repository.getLastStepExecution(
                contribution.getStepExecution().getJobExecution().getJobInstance(), RunJob.ACCEPT);
        if (accept == null) {
            throw new IllegalStateException("step " + RunJob.ACCEPT + " has not run");
        }
        return accept.getExecutionContext().getLong(WorkloadReader.LINES_READ);
    }
}
