package io.weighbridge.runner.job;

import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.JournaledItem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads items without an outcome in the order of the workload. It keeps no position of its own: what a restart reads
 * follows from the outcomes that were committed.
 */
final class PendingItems implements ItemStreamReader<JournaledItem> {
    private final ItemJournal journal;
    private final Predicate<JournaledItem> isToBeRead;
    private final int pageSize;
    private final Deque<JournaledItem> page = new ArrayDeque<>();
    private long lastLine;

    /** @param isToBeRead which of them are answered by this step */
    PendingItems(ItemJournal journal, Predicate<JournaledItem> isToBeRead, int pageSize) {
        this.journal = journal;
        this.isToBeRead = isToBeRead;
        this.pageSize = pageSize;
    }

    @Override
    public void open(ExecutionContext context) {
        page.clear();
        lastLine = 0;
    }

    @Override
    public @Nullable JournaledItem read() {
        while (true) {
            if (page.isEmpty()) {
                page.addAll(journal.unfinishedBehind(lastLine, pageSize));
            }
            JournaledItem item = page.poll();
            if (item == null) {
                return null;
            }
            lastLine = item.line();
            if (isToBeRead.test(item)) {
                return item;
            }
        }
    }
}
