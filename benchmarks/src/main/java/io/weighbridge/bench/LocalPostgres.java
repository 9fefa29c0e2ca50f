package io.weighbridge.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL of this benchmark's own, which can be killed and started again on what it left on the disk. */
final class LocalPostgres implements AutoCloseable {
    private static final Duration STARTUP = Duration.ofMinutes(1);

    private final Path data;
    private EmbeddedPostgres server;

    private LocalPostgres(Path data, EmbeddedPostgres server) {
        this.data = data;
        this.server = server;
    }

    /** @param data folder for its files */
    static LocalPostgres start(Path data) throws IOException {
        return new LocalPostgres(data, builder(data).start());
    }

    private static EmbeddedPostgres.Builder builder(Path data) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setPGStartupWait(STARTUP);
    }

    /** JDBC URL of a schema of that name, which is made if it is not there. */
    String url(String schema) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema if not exists " + schema);
        }
        return server.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema;
    }

    /** SIGKILL to the server and to all its processes. */
    void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("postgres: must run, there is no process " + pid));
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** Starts it again on the same port; it recovers what was committed. */
    void restart() throws IOException {
        int port = server.getPort();
        server.close();
        server = builder(data).setPort(port).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
