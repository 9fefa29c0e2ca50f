package io.weighbridge.runner.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariDataSource;
import io.weighbridge.runner.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that were begun by an earlier version go on. */
class JournalSchemaTest {
    private static final List<String> EARLIEST = List.of("""
            create table weighbridge_run (
              run_id varchar(64) primary key,
              policy_sha256 char(64) not null,
              workload_sha256 char(64) not null)""", """
            create table weighbridge_item (
              run_id varchar(64) not null,
              line bigint not null,
              custom_id varchar(256) not null,
              policy_id varchar(256) not null,
              model varchar(256) not null,
              propensity double precision not null,
              reason varchar(4000) not null,
              candidates varchar(1000000) not null,
              body varchar(1048576) not null,
              outcome varchar(16),
              primary key (run_id, line))""", """
            create table weighbridge_attempt (
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
              primary key (run_id, line, attempt))""", """
            insert into weighbridge_item values
              ('r', 1, 'first', 'p', 'a', 0.25, 'cheapest', '["a","b"]', '{"model":"b"}', 'succeeded'),
              ('r', 2, 'second', 'p', 'b', 1, 'only', '["b"]', '{"model":"b"}', null)""", """
            insert into weighbridge_attempt (run_id, line, attempt, sends, started_at, worst_case, charge)
            values ('r', 2, 1, 1, timestamp with time zone '2026-01-01 00:00:00+00', 7, 7)""");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theEarliestTablesAreUpgradedWithTheirRows(TestDatabase kind) throws SQLException {
        try (HikariDataSource database = kind.in(directory).pool(3)) {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String sql : EARLIEST) {
                    statement.execute(sql);
                }
            }

            JournalSchema.create(database);
            JournalSchema.create(database);

            ItemJournal items = new ItemJournal(database, "r", Fence.NONE, JournalListener.NOBODY);
            JournaledItem first = items.behind(0, 1).getFirst();
            assertEquals("{\"model\":\"b\"}", first.routed().item().body().toString());
            assertEquals("a", first.routed().model());
            assertEquals(0.25, first.routed().decision().propensity());
            assertEquals(List.of("a", "b"), first.routed().decision().candidates());
            assertEquals(ItemOutcome.SUCCEEDED, first.outcome());
            assertEquals(
                    List.of(2L),
                    items.unfinishedBehind(0, 10).stream()
                            .map(JournaledItem::line)
                            .toList());
            try (AttemptJournal attempts = new AttemptJournal(database, "r")) {
                assertEquals(1, attempts.unfinished().size());
            }
        }
    }
}
