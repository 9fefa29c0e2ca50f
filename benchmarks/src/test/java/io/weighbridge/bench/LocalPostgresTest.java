package io.weighbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {
    @TempDir
    Path directory;

    @Test
    void itIsGoneWhenItIsKilledAndHasWhatWasCommittedWhenItIsStartedAgain() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(directory.resolve("data"))) {
            String url = postgres.url("bench");
            Connection connection = DriverManager.getConnection(url);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set synchronous_commit = on");
                statement.execute("create table kept as select 7 as number");
            }

            postgres.kill();

            assertThrows(SQLException.class, () -> connection.createStatement().execute("select 1"));
            assertThrows(SQLException.class, () -> DriverManager.getConnection(url));
            postgres.restart();
            assertEquals(url, postgres.url("bench"));
            try (Connection again = DriverManager.getConnection(url);
                    Statement statement = again.createStatement();
                    ResultSet row = statement.executeQuery("select number from kept")) {
                assertTrue(row.next());
                assertEquals(7, row.getInt(1));
            }
        }
    }
}
