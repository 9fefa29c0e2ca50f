package io.weighbridge.runner.journal;

import java.time.Duration;
import javax.sql.DataSource;

/** The workers that are at work on runs of one schema, by the database's clock. */
public final class LiveWorkers {
    private static final String PRESENT = """
            insert into weighbridge_worker (name, held_until) values (?, clock_timestamp() + ? * interval '1 millisecond')
            on conflict (name) do update set held_until = excluded.held_until""";
    private static final String FORGET = """
            delete from weighbridge_worker where name in (
              select name from weighbridge_worker where held_until <= clock_timestamp() for update skip locked)""";

    private final Sql sql;

    public LiveWorkers(DataSource database) {
        this.sql = new Sql(database);
    }

    /**
     * Says that a worker is at work, for the time of its lease.
     *
     * @param name that no other process has
     * @return how many are at work, this one among them: at least 1, and whoever counts later counts this one
     */
    public int count(String name, Duration lease) {
        // Committed before it counts: of two that begin at once, at least one sees the other.
        sql.change(PRESENT, name, lease.toMillis());
        sql.change(FORGET);
        int alive = sql.query(
                        "select count(*) from weighbridge_worker where held_until > clock_timestamp()",
                        row -> row.getInt(1))
                .getFirst();
        return Math.max(1, alive);
    }
}
