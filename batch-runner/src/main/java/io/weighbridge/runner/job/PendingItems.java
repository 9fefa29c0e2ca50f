package io.weighbridge.runner.job;

import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.JournaledItem;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads items without an outcome in the order of the workload. It keeps no position of its own: what a restart reads
 * follows from the outcomes that were committed.
 */
final class PendingItems implements ItemStreamReader<JournaledItem> {
    private final ItemJournal journal;
    private final int pageSize;
    private final Deque<JournaledItem> page = new ArrayDeque<>();
    private long lastLine;

    PendingItems(ItemJournal journal, int pageSize) {
        this.journal = journal;
        this.pageSize = pageSize;
    }

    @Override
    public void open(ExecutionContext context) {
        page.clear();
        lastLine = 0;
    }

    @Override
    public @Nullable JournaledItem read() {
        if (page.isEmpty()) {
            page.addAll(journal.unfinishedBehind(lastLine, pageSize));
        }
        JournaledItem item = page.poll();
        if (item != null) {
            lastLine = item.line();
        }
        return item;
    }
}
