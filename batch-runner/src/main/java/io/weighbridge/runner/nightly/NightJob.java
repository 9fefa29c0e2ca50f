package io.weighbridge.runner.nightly;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job of {@code weighbridge nightly}, wired: a step for each of {@link NightStep}, and one that finishes the folder. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    BatchJdbcAutoConfiguration.class
})
class NightJob {
    static final String NAME = "night";

    private static final String FINISH = "finish";

    @Bean
    Job job(JobRepository repository, NightWork work) {
        NightStep[] steps = NightStep.values();
        SimpleJobBuilder job = new JobBuilder(NAME, repository).start(step(repository, work, steps[0]));
        for (int i = 1; i < steps.length; i++) {
            job = job.next(step(repository, work, steps[i]));
        }
        return job.next(step(repository, FINISH, false, (contribution, context) -> {
                    work.finish();
                    return RepeatStatus.FINISHED;
                }))
                .build();
    }

    private static Step step(JobRepository repository, NightWork work, NightStep step) {
        // A run that left items goes on with them, and what stands on it is then done again.
        return step(repository, step.label(), step.compareTo(NightStep.RUN) >= 0, (contribution, context) -> {
            work.perform(step);
            return RepeatStatus.FINISHED;
        });
    }

    /** What a step does is in files; there is nothing to roll back. */
    private static Step step(JobRepository repository, String name, boolean isRepeated, Tasklet tasklet) {
        return new StepBuilder(name, repository)
                .tasklet(tasklet, new ResourcelessTransactionManager())
                .allowStartIfComplete(isRepeated)
                .build();
    }
}
