package io.weighbridge.runner.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Holds a run in PostgreSQL for one process. An advisory lock of a session tells whether the process lives: the server gives it
 * back at once when the process dies, and within half a minute when its machine does. A name in the run's row is the fence: whoever
 * gets the lock writes his own, and a process that has lost its session without dying fails at its next commit.
 */
public final class RunLock implements Fence, AutoCloseable {
    private static final String KEY = "hashtextextended(current_schema() || ' ' || ?, 0)";
    private static final List<String> NOTICE_DEAD_MACHINES =
            List.of("set tcp_keepalives_idle = 10", "set tcp_keepalives_interval = 5", "set tcp_keepalives_count = 3");

    private final Connection session;
    private final String runId;
    private final String holder;

    private RunLock(Connection session, String runId, String holder) {
        this.session = session;
        this.runId = runId;
        this.holder = holder;
    }

    /** Takes a run that has begun; empty if another process holds it. */
    public static Optional<RunLock> take(DataSource database, String runId) {
        try {
            Connection session = database.getConnection();
            if (!Sql.isTrue(session, "select pg_try_advisory_lock(" + KEY + ")", runId)) {
                session.close();
                return Optional.empty();
            }
            for (String setting : NOTICE_DEAD_MACHINES) {
                JournalSchema.run(session, setting);
            }
            String holder = UUID.randomUUID().toString();
            Sql.batch(
                    session,
                    "update weighbridge_run set holder = ? where run_id = ?",
                    List.of(holder),
                    (parameters, name) -> parameters.all(name, runId));
            return Optional.of(new RunLock(session, runId, holder));
        } catch (SQLException e) {
            throw new JournalException("take run " + runId, e);
        }
    }

    /** Whether a process holds the run. */
    public static boolean isHeld(Connection connection, String runId) throws SQLException {
        if (!Sql.isTrue(connection, "select pg_try_advisory_lock(" + KEY + ")", runId)) {
            return true;
        }
        Sql.isTrue(connection, "select pg_advisory_unlock(" + KEY + ")", runId);
        return false;
    }

    @Override
    public void check(Connection connection) throws SQLException {
        String mine = "select exists (select 1 from weighbridge_run where run_id = ? and holder = ? for share)";
        if (!Sql.isTrue(connection, mine, runId, holder)) {
            throw new WorkLostException("run " + runId);
        }
    }

    @Override
    public void close() {
        try (session) {
            Sql.isTrue(session, "select pg_advisory_unlock(" + KEY + ")", runId);
        } catch (SQLException e) {
            // The session is gone, and the lock with it.
        }
    }
}
