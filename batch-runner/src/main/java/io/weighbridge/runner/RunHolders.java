package io.weighbridge.runner;

import io.weighbridge.cli.Settings;
import io.weighbridge.runner.job.JournalDatabase;
import io.weighbridge.runner.journal.RunLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Asks the databases that runs keep their journals in whether a process holds them, over one connection each. */
final class RunHolders implements RunState.Holding, AutoCloseable {
    private final Settings settings;
    private final Map<String, String> environment;
    private final Map<String, Connection> connections = new HashMap<>();
    private final Map<String, SQLException> away = new HashMap<>();

    RunHolders(Settings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    public boolean isHeld(Path runDirectory, String runId) throws SQLException, IOException {
        Optional<String> url = RunOrigin.find(runDirectory).flatMap(origin -> origin.value(RunOrigin.DATABASE));
        return url.isPresent() && RunLock.isHeld(connection(url.get()), runId);
    }

    private Connection connection(String url) throws SQLException {
        SQLException before = away.get(url);
        if (before != null) {
            throw before;
        }
        Connection open = connections.get(url);
        if (open != null) {
            return open;
        }
        JournalDatabase database = DatabaseOption.database(url, settings.database(), environment);
        try {
            Connection connection = database.connect();
            connections.put(url, connection);
            return connection;
        } catch (SQLException e) {
            away.put(url, e);
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections.values()) {
            connection.close();
        }
    }
}
