package io.weighbridge.runner.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a run keeps its journal and Spring Batch its state.
 *
 * @param url JDBC URL of H2 or PostgreSQL; an H2 one always ends in {@code WRITE_DELAY=0}, without which H2 loses committed
 *     rows when the process dies. Schemas are chosen by {@code currentSchema}
 * @param user null where the URL says all
 * @param password null where none is asked for
 */
public record JournalDatabase(
        String url, @Nullable String user, @Nullable String password) {
    private static final String DURABLE = ";WRITE_DELAY=0";
    private static final String POSTGRES = "jdbc:postgresql:";
    private static final String H2 = "jdbc:h2:";
    /** Confirms a commit only when it is on disk, whatever the server, the database or the user defaults to. */
    private static final String DURABLE_SESSION =
            "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') in ('off', 'local')";

    /** For a connection; a run ends soon when its database is gone. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    public JournalDatabase {
        if (!url.startsWith(H2) && !url.startsWith(POSTGRES)) {
            throw new IllegalArgumentException(
                    "database: must be " + POSTGRES + "//HOST/DATABASE or " + H2 + "file:PATH, was " + url);
        }
        if (url.startsWith(H2) && !url.toUpperCase(Locale.ROOT).contains(DURABLE)) {
            url += DURABLE;
        }
    }

    /** An embedded database in the run's own directory, on a local disk. */
    public static JournalDatabase in(Path directory) {
        Path file = directory.toAbsolutePath().normalize().resolve(".journal");
        if (file.toString().contains(";")) {
            throw new IllegalArgumentException("lake: must not contain ';', was " + directory);
        }
        return new JournalDatabase("jdbc:h2:file:" + file + ";FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE", null, null);
    }

    /** Whether many processes can use it at once, so that its runs are held by locks in it. */
    public boolean isShared() {
        return url.startsWith(POSTGRES);
    }

    /** For one question, by a process that works on no run. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.put("user", user);
        }
        if (password != null) {
            properties.put("password", password);
        }
        if (isShared()) {
            properties.put("connectTimeout", "5");
        }
        return DriverManager.getConnection(url, properties);
    }

    /** @param connections at most */
    public HikariDataSource pool(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        if (isShared()) {
            config.setConnectionInitSql(DURABLE_SESSION);
            config.setConnectionTimeout(LONGEST_WAIT.toMillis());
            config.addDataSourceProperty("reWriteBatchedInserts", "true");
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("ApplicationName", "weighbridge");
        }
        return new HikariDataSource(config);
    }

    /** Whether something failed because the database cannot be reached or is not up, so that it may go well later. */
    public static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"))) {
                return true;
            }
        }
        return false;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url;
    }
}
