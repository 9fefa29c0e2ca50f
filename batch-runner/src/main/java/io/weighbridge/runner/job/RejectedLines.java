package io.weighbridge.runner.job;

import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.workload.InvalidLineException;
import io.weighbridge.runner.workload.LineRouting.Line;
import io.weighbridge.runner.workload.RoutedItem;
import org.springframework.batch.core.listener.SkipListener;

/** Records skipped lines in the transaction of their chunk. */
final class RejectedLines implements SkipListener<Line, RoutedItem> {
    private final ItemJournal journal;

    RejectedLines(ItemJournal journal) {
        this.journal = journal;
    }

    @Override
    public void onSkipInProcess(Line line, Throwable cause) {
        if (!(cause instanceof InvalidLineException invalid)) {
            throw new IllegalStateException("line " + line.number() + " was skipped without a reason", cause);
        }
        journal.reject(invalid.rejected());
    }
}
