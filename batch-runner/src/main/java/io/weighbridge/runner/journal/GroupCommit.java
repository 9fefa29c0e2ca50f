package io.weighbridge.runner.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Commits the writes of many threads together: whoever writes waits until the commit that holds its write is durable,
 * and one thread commits everything that has come in meanwhile (DeWitt et al. 1984, "group commit").
 * Once the database is gone, whoever writes is told at once instead of waiting for it.
 *
 * @param <W> the kind of write
 */
final class GroupCommit<W> implements AutoCloseable {
    private static final int LARGEST_GROUP = 512;

    /**
     * After a group of so many a commit waits a little for more, since its price hardly depends on how many writes it holds; a
     * few writers, who would only wait for nobody, do not.
     */
    private static final int BUSY_GROUP = 8;

    private static final Duration WAIT_FOR_MORE = Duration.ofMillis(1);

    private final DataSource database;
    private final Writing<W> writing;
    private final LinkedBlockingQueue<Pending<W>> queue = new LinkedBlockingQueue<>();
    private final Thread committer;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    /** Puts a group of writes into the open transaction, and returns those that it refuses. */
    @FunctionalInterface
    interface Writing<W> {
        Set<W> write(Connection connection, List<W> group) throws SQLException;
    }

    private record Pending<W>(W write, CompletableFuture<Boolean> durable) {}

    GroupCommit(DataSource database, Writing<W> writing) {
        this.database = database;
        this.writing = writing;
        this.committer = Thread.ofPlatform().name("journal-commit").daemon().start(this::commitGroups);
    }

    /**
     * Returns once the write is durable; false if it was refused.
     *
     * @throws JournalException if it could not be committed
     */
    boolean commit(W write) {
        Pending<W> pending = new Pending<>(write, new CompletableFuture<>());
        queue.add(pending);
        if (closed) {
            pending.durable.completeExceptionally(new IllegalStateException("closed"));
        }
        try {
            return pending.durable.join();
        } catch (CompletionException e) {
            throw new JournalException("commit", e.getCause() == null ? e : e.getCause());
        }
    }

    private void commitGroups() {
        List<Pending<W>> group = new ArrayList<>();
        boolean isBusy = false;
        try {
            while (!closed) {
                group.add(queue.take());
                if (isBusy) {
                    Thread.sleep(WAIT_FOR_MORE);
                }
                queue.drainTo(group, LARGEST_GROUP - 1);
                isBusy = group.size() >= BUSY_GROUP;
                commit(group);
                group.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.addAll(group);
        queue.forEach(left -> left.durable.completeExceptionally(new IllegalStateException("closed")));
    }

    private void commit(List<Pending<W>> group) {
        Throwable before = failure;
        if (before != null) {
            group.forEach(pending -> pending.durable.completeExceptionally(before));
            return;
        }
        try (Connection connection = database.getConnection()) {
            List<W> writes = group.stream().map(Pending::write).toList();
            Set<W> refused = new HashSet<>();
            Sql.commit(connection, open -> refused.addAll(writing.write(open, writes)));
            group.forEach(pending -> pending.durable.complete(!refused.contains(pending.write)));
        } catch (SQLException | RuntimeException e) {
            failure = isGone(e) ? e : null;
            group.forEach(pending -> pending.durable.completeExceptionally(e));
        }
    }

    /** As SQL's states of class 08 and PostgreSQL's 57P say. */
    private static boolean isGone(Exception failure) {
        return failure instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"));
    }

    @Override
    public void close() {
        closed = true;
        committer.interrupt();
    }
}
