package io.weighbridge.runner.job;

import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.JournaledItem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads items without an outcome in the order of the workload. It keeps no position of its own: what a restart reads
 * follows from the outcomes that were committed.
 */
final class PendingItems implements ItemStreamReader<JournaledItem> {
    private final ItemJournal journal;
    private final Supplier<Predicate<JournaledItem>> choice;
    private final BooleanSupplier isCancelled;
    private final int pageSize;
    private final Deque<JournaledItem> page = new ArrayDeque<>();
    private Predicate<JournaledItem> isToBeRead = item -> true;
    private long lastLine;

    /**
     * @param choice which of them are answered by the step, made when it begins
     * @param isCancelled whether no more are to be read
     */
    PendingItems(
            ItemJournal journal, Supplier<Predicate<JournaledItem>> choice, BooleanSupplier isCancelled, int pageSize) {
        this.journal = journal;
        this.choice = choice;
        this.isCancelled = isCancelled;
        this.pageSize = pageSize;
    }

    @Override
    public void open(ExecutionContext context) {
        page.clear();
        isToBeRead = choice.get();
        lastLine = 0;
    }

    @Override
    public @Nullable JournaledItem read() {
        while (!isCancelled.getAsBoolean()) {
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
        return null;
    }
}
