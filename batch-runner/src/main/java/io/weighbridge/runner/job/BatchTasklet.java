package io.weighbridge.runner.job;

import io.weighbridge.cli.Progress;
import io.weighbridge.runner.batch.BatchAnswerer;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.ItemOutcome;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Has items answered in batches. It may take a day, so nothing of it runs in the step's transaction. */
final class BatchTasklet implements Tasklet {
    private final BatchAnswerer answerer;
    private final ItemJournal items;
    private final RunSetup setup;

    BatchTasklet(BatchAnswerer answerer, ItemJournal items, RunSetup setup) {
        this.answerer = answerer;
        this.items = items;
        this.setup = setup;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        boolean beginsBatches = setup.mode() == RunSetup.Mode.BATCH && !setup.isTimeForCalls();
        if (!beginsBatches) {
            answerer.answer(false, done -> {});
            return RepeatStatus.FINISHED;
        }
        try (Progress progress = setup.progress().apply(items.counts().getOrDefault(ItemOutcome.NOT_STARTED, 0L))) {
            answerer.answer(true, progress::reached);
        }
        return RepeatStatus.FINISHED;
    }
}
