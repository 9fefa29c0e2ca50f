package io.weighbridge.runner.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A part of a run that one worker has taken, by a lease that it renews. The database's clock says when a lease has ended; who takes the
 * partition then puts his own name on it, and every commit of the one before fails from there on.
 */
public final class Partition implements Fence {
    private static final int LONGEST_PROBLEM = 1_000;
    private static final String IN = "clock_timestamp() + ? * interval '1 millisecond'";
    private static final String TAKE = """
            update weighbridge_partition set holder = ?, held_until = %s
            where (run_id, part) = (
              select p.run_id, p.part from weighbridge_partition p join weighbridge_share s on s.run_id = p.run_id
              where not p.closed and not s.stopping and p.failures < ? and (p.held_until is null or p.held_until <= clock_timestamp())
                and ? in ('', p.run_id) and not p.run_id = any (?)
              order by p.run_id, p.part limit 1 for update of p skip locked)
            returning run_id, part, first_line, last_line""".formatted(IN);
    private static final String MINE = " where run_id = ? and part = ? and holder = ? and not closed";

    private final Sql sql;
    private final String runId;
    private final int part;
    private final String holder;
    private final Duration lease;
    private final long firstLine;
    private final long lastLine;

    private Partition(Sql sql, String runId, int part, String holder, Duration lease, long firstLine, long lastLine) {
        this.sql = sql;
        this.runId = runId;
        this.part = part;
        this.holder = holder;
        this.lease = lease;
        this.firstLine = firstLine;
        this.lastLine = lastLine;
    }

    /**
     * Takes the first partition that nobody holds.
     *
     * @param holder a name that no other process has
     * @param onlyRun null is any
     * @param notOf runs that this worker cannot answer
     */
    public static Optional<Partition> take(
            DataSource database, String holder, Duration lease, @Nullable String onlyRun, List<String> notOf) {
        Sql sql = new Sql(database);
        String[] excluded = notOf.toArray(String[]::new);
        return sql
                .query(
                        TAKE,
                        row -> new Partition(
                                sql, row.getString(1), row.getInt(2), holder, lease, row.getLong(3), row.getLong(4)),
                        holder,
                        lease.toMillis(),
                        SharedRuns.MOST_FAILURES,
                        onlyRun == null ? "" : onlyRun,
                        excluded)
                .stream()
                .findFirst();
    }

    public String runId() {
        return runId;
    }

    public long firstLine() {
        return firstLine;
    }

    public long lastLine() {
        return lastLine;
    }

    /** What became of a lease. */
    public enum Lease {
        RENEWED,
        /** It is renewed, and the run is to be stopped. */
        STOPPING,
        LOST
    }

    public Lease renew() {
        int renewed = sql.change(
                "update weighbridge_partition set held_until = " + IN + MINE, lease.toMillis(), runId, part, holder);
        if (renewed == 0) {
            return Lease.LOST;
        }
        boolean isStopping = sql
                .query("select stopping from weighbridge_share where run_id = ?", row -> row.getBoolean(1), runId)
                .stream()
                .findFirst()
                .orElse(true);
        return isStopping ? Lease.STOPPING : Lease.RENEWED;
    }

    /** Says that all of it has been tried; false if it was lost before. */
    public boolean close() {
        return sql.change("update weighbridge_partition set closed = true" + MINE, runId, part, holder) == 1;
    }

    /** Leaves it to others at once. */
    public void letGo() {
        sql.change("update weighbridge_partition set held_until = clock_timestamp()" + MINE, runId, part, holder);
    }

    /** Leaves it to others, and says why. */
    public void fail(String problem) {
        sql.change(
                "update weighbridge_partition set held_until = clock_timestamp(), failures = failures + 1, problem = ?"
                        + MINE,
                problem.length() <= LONGEST_PROBLEM ? problem : problem.substring(0, LONGEST_PROBLEM),
                runId,
                part,
                holder);
    }

    @Override
    public void check(Connection connection) throws SQLException {
        boolean isMine = Sql.isTrue(
                connection,
                "select exists (select 1 from weighbridge_partition" + MINE + " for share)",
                runId,
                part,
                holder);
        if (!isMine) {
            throw new WorkLostException(toString());
        }
    }

    @Override
    public String toString() {
        return "partition " + part + " of run " + runId;
    }
}
