package io.weighbridge.runner;

import io.weighbridge.runner.job.JournalDatabase;
import io.weighbridge.tokenlog.Sha256;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The databases that journals are kept in: what holds for one holds for the other. */
public enum TestDatabase {
    H2 {
        @Override
        public JournalDatabase in(Path directory) {
            return JournalDatabase.in(directory);
        }

        @Override
        List<String> options(Path directory) {
            return List.of();
        }
    },
    /** One server for all tests of a process, as it comes: its commits are not durable unless a session asks for it. */
    POSTGRES {
        @Override
        public JournalDatabase in(Path directory) {
            String schema = "t" + Sha256.hex(directory.toString()).substring(0, 16);
            try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create schema if not exists " + schema);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return new JournalDatabase(
                    Server.POSTGRES.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema, null, null);
        }

        @Override
        List<String> options(Path directory) {
            return List.of("--db", in(directory).url());
        }
    };

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A database, or a schema, of the folder's own. */
    public abstract JournalDatabase in(Path directory);

    /** What a command is told to use it. */
    abstract List<String> options(Path directory);
}
