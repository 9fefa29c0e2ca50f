package io.weighbridge.runner.journal;

import io.weighbridge.runner.budget.Scope;
import io.weighbridge.tokenlog.Usd;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A run whose calls are left to workers, as the process that holds it sees it. What it has left to answer is dealt into partitions,
 * round by round: what a cap keeps out of one round may fit in the next, when nothing is in flight.
 */
public final class SharedRuns {
    /** After so many failures at one partition the run fails. */
    public static final int MOST_FAILURES = 3;

    private static final String DEAL = """
            insert into weighbridge_partition (run_id, part, first_line, last_line, items, closed, failures)
            select run_id, part, min(line), max(line), count(*), false, 0
            from (select run_id, line, (row_number() over (order by line) - 1) / ? part
                  from weighbridge_item where run_id = ? and outcome is null) waiting
            group by run_id, part""";

    private final String runId;
    private final Sql sql;
    private final SharedAccounts accounts;

    public SharedRuns(DataSource database, String runId, Fence fence) {
        this.runId = runId;
        this.sql = new Sql(database, fence);
        this.accounts = new SharedAccounts(runId);
    }

    /**
     * What a worker is told of a run.
     *
     * @throws WorkLostException if the run is not shared any more
     */
    public static String terms(DataSource database, String runId) {
        return new Sql(database)
                .query("select terms from weighbridge_share where run_id = ?", row -> row.getString(1), runId).stream()
                        .findFirst()
                        .orElseThrow(() -> new WorkLostException("run " + runId));
    }

    /** The policy of a run; null where each item says its model. */
    public static byte @Nullable [] policy(DataSource database, String runId) {
        List<Optional<byte[]>> rows = new Sql(database)
                .query(
                        "select policy from weighbridge_share where run_id = ?",
                        row -> Optional.ofNullable(row.getBytes(1)),
                        runId);
        return rows.isEmpty() ? null : rows.getFirst().orElse(null);
    }

    /**
     * How far a round is.
     *
     * @param open partitions that are not done
     * @param held of them, by a worker whose lease has not ended
     * @param itemsDone of partitions that are done
     */
    public record Round(long open, long held, long itemsDone) {}

    /** Whether a round of an earlier process goes on. */
    public boolean isDealt() {
        return sql.query(
                        "select exists (select 1 from weighbridge_partition where run_id = ? and not closed)",
                        row -> row.getBoolean(1),
                        runId)
                .getFirst();
    }

    /** Whether workers were told these terms. */
    public boolean isShared(String terms) {
        return sql.query(
                        "select exists (select 1 from weighbridge_share where run_id = ? and terms = ?)",
                        row -> row.getBoolean(1),
                        runId,
                        terms)
                .getFirst();
    }

    /** Says what workers need to know, as text, and lets them begin. */
    public void publish(String terms, byte @Nullable [] policy) {
        sql.batch(
                """
                insert into weighbridge_share (run_id, terms, policy, stopping) values (?, ?, ?, false)
                on conflict (run_id) do update set terms = excluded.terms, policy = excluded.policy, stopping = false""",
                List.of(terms),
                (parameters, text) -> parameters.add(runId).add(text).add(policy));
    }

    /**
     * Deals all items without an outcome, and counts what is charged so far.
     *
     * @param items in a partition
     * @param charged what is recorded in a scope, calls of unknown fate at their worst case
     */
    public void deal(int items, List<SharedAccounts.Cap> caps, Function<Scope, Usd> charged) {
        sql.transaction("deal", connection -> {
            forget(connection, "weighbridge_partition");
            forget(connection, "weighbridge_account");
            accounts.open(connection, caps, charged);
            Sql.batch(connection, DEAL, List.of(items), (parameters, size) -> parameters.all(size, runId));
        });
    }

    /** Begins to count in a scope of which no call was allowed before. */
    public void count(SharedAccounts.Cap cap, Function<Scope, Usd> charged) {
        sql.transaction("count", connection -> accounts.open(connection, List.of(cap), charged));
    }

    /** Sets the caps of a round that goes on, and lets it go on. */
    public void change(List<SharedAccounts.Cap> caps) {
        sql.batch(
                "update weighbridge_account set cap = ? where run_id = ? and kind = ? and name = ?",
                caps,
                (parameters, cap) -> parameters
                        .add(cap.cap() == null ? null : cap.cap().picodollars())
                        .add(runId)
                        .add(cap.scope().kind().name())
                        .add(cap.scope().name()));
    }

    public Round round() {
        return sql.query("""
                        select count(*) filter (where not closed),
                          count(*) filter (where not closed and held_until > clock_timestamp()),
                          coalesce(sum(items) filter (where closed), 0)
                        from weighbridge_partition where run_id = ?""", row -> new Round(row.getLong(1), row.getLong(2), row.getLong(3)), runId)
                .getFirst();
    }

    /** Why the workers cannot do a partition; empty while they may yet. */
    public Optional<String> problem() {
        return sql
                .query(
                        "select problem from weighbridge_partition where run_id = ? and failures >= ? limit 1",
                        row -> row.getString(1),
                        runId,
                        MOST_FAILURES)
                .stream()
                .findFirst();
    }

    /** Attempts made so far. */
    public long attempts() {
        return sql.query("select count(*) from weighbridge_attempt where run_id = ?", row -> row.getLong(1), runId)
                .getFirst();
    }

    /** Asks the workers to end the calls in flight and begin no more. */
    public void stop() {
        sql.update("update weighbridge_share set stopping = true where run_id = ?", runId);
    }

    /** Takes the run back: from here on nothing that a worker still does is recorded. */
    public void recall() {
        sql.transaction("recall", connection -> {
            forget(connection, "weighbridge_partition");
            forget(connection, "weighbridge_account");
            forget(connection, "weighbridge_share");
        });
    }

    private void forget(Connection connection, String table) throws SQLException {
        Sql.batch(
                connection,
                "delete from " + table + " where run_id = ?",
                List.of(runId),
                (parameters, run) -> parameters.add(run));
    }
}
