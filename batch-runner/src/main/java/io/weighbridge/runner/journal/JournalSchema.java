package io.weighbridge.runner.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * The journal's tables, beside those of Spring Batch. Every row belongs to a run, so that one database may hold many.
 * Money is in picodollars. Texts have bounded types, which H2 and PostgreSQL both know.
 *
 * <p>{@code weighbridge_attempt.charge} is what counts towards the budget: the worst case while the attempt is open,
 * then the cost, or the worst case still where the cost is unknown. {@code verdict} is null while it is open.
 * {@code weighbridge_item.asked} is the model to ask once that is no longer the routed one. {@code weighbridge_run.owner} names the
 * run's folder, {@code holder} the process that may write ({@link RunLock}).
 */
public final class JournalSchema {
    private static final String RUN = """
            create table if not exists weighbridge_run (
              run_id varchar(64) primary key,
              policy_sha256 char(64) not null,
              workload_sha256 char(64) not null,
              owner varchar(64),
              holder varchar(64))""";
    private static final String ITEM = """
            create table if not exists weighbridge_item (
              run_id varchar(64) not null,
              line bigint not null,
              custom_id varchar(256) not null,
              model varchar(256) not null,
              outcome varchar(16),
              tenant varchar(256),
              team varchar(256),
              agent varchar(256),
              asked varchar(256),
              primary key (run_id, line))""";
    /** What of an item never changes and is long: apart, so that its outcome is a small write. */
    private static final String REQUEST = """
            create table if not exists weighbridge_request (
              run_id varchar(64) not null,
              line bigint not null,
              policy_id varchar(256) not null,
              propensity double precision not null,
              reason varchar(4000) not null,
              candidates varchar(1000000) not null,
              body varchar(1048576) not null,
              primary key (run_id, line))""";

    private static final String REJECTED = """
            create table if not exists weighbridge_rejected (
              run_id varchar(64) not null,
              line bigint not null,
              custom_id varchar(256),
              field varchar(256) not null,
              rule varchar(1000) not null,
              primary key (run_id, line))""";
    private static final String ATTEMPT = """
            create table if not exists weighbridge_attempt (
              run_id varchar(64) not null,
              line bigint not null,
              attempt integer not null,
              sends integer not null,
              started_at timestamp(6) with time zone not null,
              worst_case bigint not null,
              charge bigint not null,
              cost bigint,
              verdict varchar(16),
              status_code integer,
              request_id varchar(256),
              latency_millis bigint,
              error varchar(1000),
              reply varchar(1048576),
              submission integer,
              model varchar(256),
              judged_attempt integer,
              judged_swapped boolean,
              reused varchar(16),
              primary key (run_id, line, attempt))""";
    /** For journals of runs that began before these columns. */
    private static final List<String> NEW_COLUMNS = List.of(
            "alter table weighbridge_run add column if not exists owner varchar(64)",
            "alter table weighbridge_run add column if not exists holder varchar(64)",
            "alter table weighbridge_attempt add column if not exists submission integer",
            "alter table weighbridge_attempt add column if not exists model varchar(256)",
            "alter table weighbridge_attempt add column if not exists judged_attempt integer",
            "alter table weighbridge_attempt add column if not exists judged_swapped boolean",
            "alter table weighbridge_attempt add column if not exists reused varchar(16)",
            "alter table weighbridge_item add column if not exists asked varchar(256)",
            "alter table weighbridge_item add column if not exists tenant varchar(256)",
            "alter table weighbridge_item add column if not exists team varchar(256)",
            "alter table weighbridge_item add column if not exists agent varchar(256)");

    /** In H2, which has no partial indexes, made when the first batch is. */
    private static final String ATTEMPTS_OF_SUBMISSION =
            "create index if not exists weighbridge_attempt_submission on weighbridge_attempt (run_id, submission)";

    private static final String SUBMISSION = """
            create table if not exists weighbridge_submission (
              run_id varchar(64) not null,
              submission integer not null,
              provider varchar(256) not null,
              model varchar(256) not null,
              requests integer not null,
              sends integer not null,
              sent_at timestamp(6) with time zone,
              batch_id varchar(256),
              ended boolean not null,
              duplicate_lines integer not null,
              foreign_lines integer not null,
              malformed_lines integer not null,
              problem varchar(1000),
              primary key (run_id, submission))""";

    private static final List<String> TABLES = List.of(RUN, ITEM, REQUEST, REJECTED, ATTEMPT, SUBMISSION);

    /** What processes that share a run tell each other; in PostgreSQL only. */
    private static final List<String> SHARED_TABLES = List.of("""
            create table weighbridge_share (
              run_id varchar(64) primary key,
              terms text not null,
              policy bytea,
              stopping boolean not null)""", """
            create table weighbridge_account (
              run_id varchar(64) not null,
              kind varchar(16) not null,
              name varchar(256) not null,
              cap bigint,
              charged bigint not null,
              primary key (run_id, kind, name))""", """
            create table weighbridge_partition (
              run_id varchar(64) not null,
              part integer not null,
              first_line bigint not null,
              last_line bigint not null,
              items integer not null,
              closed boolean not null,
              failures integer not null,
              problem varchar(1000),
              holder varchar(128),
              held_until timestamp(6) with time zone,
              primary key (run_id, part))""");

    private static final String WORKER = """
            create table weighbridge_worker (
              name varchar(128) primary key,
              held_until timestamp(6) with time zone not null)""";

    private JournalSchema() {}

    /** Creates what is not there. Many processes may do so at once. */
    public static void create(DataSource database) {
        new Sql(database).transaction("create the tables", connection -> {
            if (isPostgres(connection)) {
                createInPostgres(connection);
            } else {
                createOrUpgrade(connection);
            }
        });
    }

    private static void createOrUpgrade(Connection connection) throws SQLException {
        for (String table : TABLES) {
            run(connection, table);
        }
        for (String column : NEW_COLUMNS) {
            run(connection, column);
        }
        divideItems(connection);
    }

    /** Journals of runs that began when an item and its request were one row. */
    private static void divideItems(Connection connection) throws SQLException {
        if (!hasColumn(connection, "weighbridge_item", "body")) {
            return;
        }
        run(
                connection,
                "insert into weighbridge_request (run_id, line, policy_id, propensity, reason, candidates, body)"
                        + " select run_id, line, policy_id, propensity, reason, candidates, body from weighbridge_item");
        for (String column : List.of("policy_id", "propensity", "reason", "candidates", "body")) {
            run(connection, "alter table weighbridge_item drop column " + column);
        }
    }

    private static boolean hasColumn(Connection connection, String table, String column) throws SQLException {
        return Sql.isTrue(
                connection,
                "select count(*) > 0 from information_schema.columns"
                        + " where lower(table_name) = ? and lower(column_name) = ? and table_schema = current_schema",
                table,
                column);
    }

    /** One process after the other, and without a lock on tables that other runs write to. */
    private static void createInPostgres(Connection connection) throws SQLException {
        if (Sql.isTrue(connection, "select current_setting('fsync') = 'off'")) {
            throw new IllegalStateException(
                    "database: fsync must be on, was off: a call that was recorded could be lost, and be paid again");
        }
        run(connection, "select pg_advisory_xact_lock(hashtextextended(current_schema() || ' weighbridge', 0))");
        if (Sql.isTrue(connection, "select to_regclass('weighbridge_request') is null")) {
            createOrUpgrade(connection);
            run(connection, ATTEMPTS_OF_SUBMISSION + " where submission is not null");
        }
        if (Sql.isTrue(connection, "select to_regclass('weighbridge_partition') is null")) {
            for (String table : SHARED_TABLES) {
                run(connection, table);
            }
        }
        if (Sql.isTrue(connection, "select to_regclass('weighbridge_worker') is null")) {
            run(connection, WORKER);
        }
    }

    /** Makes what is needed only where there are batches. */
    static void prepareForBatches(Connection connection) throws SQLException {
        if (!isPostgres(connection)) {
            run(connection, ATTEMPTS_OF_SUBMISSION);
        }
    }

    static boolean isPostgres(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    static void run(Connection connection, String statement) throws SQLException {
        try (Statement once = connection.createStatement()) {
            once.execute(statement);
        }
    }
}
