package io.weighbridge.runner.job;

import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.ReadAhead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads items without an outcome in the order of the workload, no more of them ahead of those that have ended than memory is
 * meant to hold. It keeps no position of its own: what a restart reads follows from the outcomes that were committed.
 */
final class PendingItems implements ItemStreamReader<PendingItem> {
    private static final int PAGE = 64;
    private static final long LOOK_MILLIS = 100;

    private final ItemJournal journal;
    private final Supplier<Predicate<JournaledItem>> choice;
    private final BooleanSupplier isCancelled;
    private final int room;
    private final int least;
    private final Deque<JournaledItem> page = new ArrayDeque<>();
    private Predicate<JournaledItem> isToBeRead = item -> true;
    private ReadAhead<List<JournaledItem>> next = ReadAhead.of(List.of());
    private volatile Semaphore free = new Semaphore(0);

    /**
     * @param choice which of them are answered by the step, made when it begins
     * @param isCancelled whether no more are to be read
     * @param atOnce items that were read and have not ended, at most
     * @param room characters of their requests, at most; a longer request is alone
     */
    PendingItems(
            ItemJournal journal,
            Supplier<Predicate<JournaledItem>> choice,
            BooleanSupplier isCancelled,
            int atOnce,
            int room) {
        this.journal = journal;
        this.choice = choice;
        this.isCancelled = isCancelled;
        this.room = room;
        this.least = Math.max(1, room / atOnce);
    }

    @Override
    public void open(ExecutionContext context) {
        page.clear();
        isToBeRead = choice.get();
        next = ahead(0);
        free = new Semaphore(room);
    }

    @Override
    public @Nullable PendingItem read() throws InterruptedException {
        while (!isCancelled.getAsBoolean()) {
            JournaledItem item = page.isEmpty() ? firstOfNextPage() : page.poll();
            if (item == null) {
                return null;
            }
            if (isToBeRead.test(item)) {
                PendingItem pending = new PendingItem(item, Math.clamp(item.characters(), least, room));
                return hasRoom(pending) ? pending : null;
            }
        }
        return null;
    }

    private boolean hasRoom(PendingItem item) throws InterruptedException {
        boolean isThere = false;
        while (!isThere && !isCancelled.getAsBoolean()) {
            isThere = free.tryAcquire(item.room(), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        return isThere;
    }

    /** Must be told of each item that was read, once it needs no memory any more. */
    void ended(PendingItem item) {
        item.end();
        free.release(item.room());
    }

    private @Nullable JournaledItem firstOfNextPage() {
        page.addAll(next.get());
        if (!page.isEmpty()) {
            next = ahead(page.getLast().line());
        }
        return page.poll();
    }

    /** Items behind a line do not change before they are read. */
    private ReadAhead<List<JournaledItem>> ahead(long line) {
        return ReadAhead.begin(() -> journal.unfinishedBehind(line, PAGE));
    }
}
