package io.weighbridge.runner.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.weighbridge.runner.TestDatabase;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.job.JournalDatabase;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal said was durable is there after the process died in the next instant. */
class DurabilityTest {
    private static final int ATTEMPTS = 2_000;

    @TempDir
    Path directory;

    /** Opens attempts from many threads and halts this JVM, without any closing, when the last is said to be durable. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            JdbcDataSource database = database(Path.of(arguments[0]));
            JournalSchema.create(database);
            AttemptJournal journal = new AttemptJournal(database, "run-1");
            List<Future<?>> writes = new ArrayList<>();
            ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
            for (int line = 1; line <= ATTEMPTS; line++) {
                Attempt attempt = new Attempt(line, 1, 1, Instant.EPOCH, new Usd(7), null, null, null, null, null);
                writes.add(writers.submit(() -> journal.open(attempt, List.of())));
            }
            for (Future<?> write : writes) {
                write.get();
            }
            Runtime.getRuntime().halt(3);
        }
    }

    @Test
    void aHaltRightAfterACommitLosesNothing() throws Exception {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString())
                .inheritIO()
                .start();
        assertEquals(3, victim.waitFor());

        try (AttemptJournal journal = new AttemptJournal(database(directory), "run-1")) {
            assertEquals(ATTEMPTS, journal.between(1, ATTEMPTS).size());
            assertEquals(new Usd(7 * ATTEMPTS), journal.charged(Scope.RUN));
            assertTrue(journal.between(1, ATTEMPTS).stream().allMatch(Attempt::open));
        }
    }

    @Test
    void everyH2UrlIsDurable() {
        assertTrue(JournalDatabase.in(directory).url().endsWith(";WRITE_DELAY=0"));
        assertEquals("jdbc:h2:mem:x;WRITE_DELAY=0", new JournalDatabase("jdbc:h2:mem:x", null, null).url());
        assertEquals("jdbc:postgresql://db/x", new JournalDatabase("jdbc:postgresql://db/x", null, null).url());
    }

    @Test
    void postgresConfirmsACommitOnlyOnceItIsOnDiskWhateverItsDefaultIs() throws Exception {
        JournalDatabase database = TestDatabase.POSTGRES.in(directory);

        try (Connection plain = database.connect();
                HikariDataSource pool = database.pool(1);
                Connection ofJournal = pool.getConnection()) {
            assertEquals("off", setting(plain, "synchronous_commit"));
            assertEquals("on", setting(ofJournal, "synchronous_commit"));
            assertEquals("on", setting(ofJournal, "fsync"));
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        return Sql.query(connection, "select current_setting(?)", row -> row.getString(1), name)
                .getFirst();
    }

    private static JdbcDataSource database(Path directory) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(JournalDatabase.in(directory).url());
        return database;
    }
}
