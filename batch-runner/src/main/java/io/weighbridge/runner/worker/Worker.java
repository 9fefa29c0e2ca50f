package io.weighbridge.runner.worker;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.runner.answer.Answerer;
import io.weighbridge.runner.answer.KeyRefusedException;
import io.weighbridge.runner.job.JournalDatabase;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.FinishedItem;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.ItemOutcome;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.LiveWorkers;
import io.weighbridge.runner.journal.Partition;
import io.weighbridge.runner.journal.SharedAccounts;
import io.weighbridge.runner.journal.WorkLostException;
import io.weighbridge.runner.metrics.RunMetrics;
import io.weighbridge.runner.provider.SendGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Takes partitions of runs from a database and answers them, one after the other or a few at once, until it is stopped. It
 * outlives the database and the runs: what fails is left to whoever takes it next.
 */
public final class Worker {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration REST = Duration.ofSeconds(1);

    private final DataSource database;
    private final LiveWorkers live;
    private final Options options;
    private final Answerings answerings;
    private final BooleanSupplier isStopped;
    private final RunMetrics metrics;
    private final Consumer<String> messages;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final AtomicLong partitions = new AtomicLong();
    private final AtomicLong items = new AtomicLong();
    private final AtomicLong lastWorkNanos = new AtomicLong();
    private final AtomicLong working = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicBoolean isFailed = new AtomicBoolean();

    /**
     * How a worker works.
     *
     * @param name that no other process has
     * @param onlyRun null is any
     * @param lease how long a partition stays this worker's without a sign of life
     * @param atOnce partitions at once
     * @param idle after so long without work it ends; null is never
     */
    public record Options(
            String name,
            @Nullable String onlyRun,
            Duration lease,
            int atOnce,
            @Nullable Duration idle) {}

    /** Tells how a run is answered here. */
    @FunctionalInterface
    public interface Answerings {
        /** @throws io.weighbridge.cli.BadInputException if this worker is not set up for it */
        Answering of(String runId);
    }

    /** What a worker did. */
    public record Done(long partitions, long items) {}

    /**
     * @param isStopped whether no more is to be begun
     * @param metrics of this process
     * @param messages told to whoever looks on
     */
    public Worker(
            DataSource database,
            Options options,
            Answerings answerings,
            BooleanSupplier isStopped,
            RunMetrics metrics,
            Consumer<String> messages) {
        this.database = database;
        this.live = new LiveWorkers(database);
        this.options = options;
        this.answerings = answerings;
        this.isStopped = isStopped;
        this.metrics = metrics;
        this.messages = messages;
        metrics.watch(working, lost);
    }

    /**
     * Works until it is stopped or has been idle for long enough.
     *
     * @throws KeyRefusedException if a provider does not accept its key: no item would fare better
     */
    public Done run() throws InterruptedException {
        lastWorkNanos.set(System.nanoTime());
        try (ExecutorService hands = Executors.newFixedThreadPool(options.atOnce())) {
            List<Future<?>> hired = new ArrayList<>();
            for (int hand = 0; hand < options.atOnce(); hand++) {
                hired.add(hands.submit(() -> {
                    work();
                    return null;
                }));
            }
            for (Future<?> hand : hired) {
                hand.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
        return new Done(partitions.get(), items.get());
    }

    private void work() throws InterruptedException {
        while (!isStopped.getAsBoolean() && !isFailed.get() && !isIdle()) {
            try {
                // A name for each taking: a hand that lost a partition to another of the same worker has lost it too.
                String holder = options.name() + "/" + taken.incrementAndGet();
                Partition partition = Partition.take(
                                database, holder, options.lease(), options.onlyRun(), List.copyOf(refused))
                        .orElse(null);
                if (partition == null) {
                    Thread.sleep(LOOK);
                } else {
                    working.incrementAndGet();
                    try {
                        answer(partition);
                    } finally {
                        lastWorkNanos.set(System.nanoTime());
                        working.decrementAndGet();
                    }
                }
            } catch (KeyRefusedException e) {
                isFailed.set(true);
                throw e;
            } catch (RuntimeException e) {
                messages.accept(JournalDatabase.isAway(e) ? "the database is away" : String.valueOf(e.getMessage()));
                Thread.sleep(REST);
            }
        }
    }

    private boolean isIdle() {
        return options.idle() != null
                && working.get() == 0
                && System.nanoTime() - lastWorkNanos.get() > options.idle().toNanos();
    }

    private void answer(Partition partition) throws InterruptedException {
        Answering answering;
        try {
            answering = answerings.of(partition.runId());
        } catch (RuntimeException e) {
            partition.letGo();
            if (e instanceof BadInputException) {
                refused.add(partition.runId());
            }
            throw e;
        }
        AtomicBoolean isOver = new AtomicBoolean();
        Runnable share = () -> share(answering.providers().gates().values());
        try (Heartbeat heartbeat =
                Heartbeat.start(partition, share, options.lease().dividedBy(3))) {
            share.run();
            BooleanSupplier stop = () -> isOver.get() || heartbeat.isStopping() || isStopped.getAsBoolean();
            List<FinishedItem> ended = answer(partition, answering, stop, isOver);
            new ItemJournal(database, partition.runId(), partition, metrics).finish(ended);
            items.addAndGet(ended.stream()
                    .filter(item -> item.outcome() != ItemOutcome.NOT_STARTED)
                    .count());
            if (heartbeat.isStopping() || isStopped.getAsBoolean()) {
                partition.letGo();
            } else if (partition.close()) {
                partitions.incrementAndGet();
            }
        } catch (RuntimeException e) {
            if (isOf(WorkLostException.class, e)) {
                lost.incrementAndGet();
            }
            leave(partition, e);
            throw e;
        }
    }

    /** One hand after the other, so that no older count replaces a newer one. */
    private synchronized void share(Collection<SendGate> gates) {
        int workers = live.count(options.name(), options.lease());
        gates.forEach(gate -> gate.share(workers));
    }

    /** What is not this worker's any more it cannot give back, and the database may be away. */
    private static void leave(Partition partition, RuntimeException failure) {
        try {
            if (isOf(WorkLostException.class, failure) || failure instanceof KeyRefusedException) {
                partition.letGo();
            } else {
                partition.fail(String.valueOf(failure.getMessage()));
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static boolean isOf(Class<? extends Throwable> kind, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private List<FinishedItem> answer(
            Partition partition, Answering answering, BooleanSupplier stop, AtomicBoolean isOver)
            throws InterruptedException {
        String runId = partition.runId();
        ItemJournal itemJournal = new ItemJournal(database, runId, partition, metrics);
        SharedAccounts accounts = new SharedAccounts(runId);
        try (AttemptJournal attempts = new AttemptJournal(database, runId, partition, metrics, accounts);
                ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            Answerer answerer = answering.answerer(itemJournal, attempts, stop);
            Map<Long, List<Attempt>> earlier = attempts.between(partition.firstLine(), partition.lastLine()).stream()
                    .collect(Collectors.groupingBy(Attempt::line));
            List<Future<FinishedItem>> asked = new ArrayList<>();
            for (JournaledItem item : itemJournal.unfinished(partition.firstLine(), partition.lastLine())) {
                asked.add(each.submit(() -> finished(answerer, item, earlier, isOver)));
            }
            return ended(asked);
        }
    }

    private static FinishedItem finished(
            Answerer answerer, JournaledItem item, Map<Long, List<Attempt>> earlier, AtomicBoolean isOver)
            throws Exception {
        try {
            return new FinishedItem(
                    item.line(), answerer.answer(item.routed(), earlier.getOrDefault(item.line(), List.of())));
        } catch (Exception e) {
            // Nothing more is begun; what is in flight ends and is recorded.
            isOver.set(true);
            throw e;
        }
    }

    /** All of them, or the first failure once none is in flight. */
    private static List<FinishedItem> ended(List<Future<FinishedItem>> asked) throws InterruptedException {
        List<FinishedItem> ended = new ArrayList<>();
        RuntimeException failure = null;
        for (Future<FinishedItem> item : asked) {
            try {
                ended.add(item.get());
            } catch (ExecutionException e) {
                RuntimeException one = e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(e.getCause());
                failure = failure == null ? one : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return ended;
    }
}
