package io.weighbridge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The peer: an analytical database in this process, with as many threads as there are cores. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    /** @param scratch where it may spill */
    static DuckDb open(Path scratch) throws SQLException {
        DuckDb database = new DuckDb(DriverManager.getConnection("jdbc:duckdb:"));
        database.execute("SET threads = " + Machine.cores());
        database.execute("SET temp_directory = " + quoted(scratch));
        return database;
    }

    /** As in "DuckDB 1.4.2". */
    String name() throws SQLException {
        return "DuckDB " + connection.getMetaData().getDatabaseProductVersion().replaceFirst("^v", "");
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one number that a query answers. */
    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("must answer one number: " + sql);
            }
            return rows.getLong(1);
        }
    }

    /** What a query answers in one row of whole numbers, by the name of the column; nothing is 0. */
    Map<String, Long> numbers(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            Map<String, Long> numbers = new TreeMap<>();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                numbers.put(row.getMetaData().getColumnLabel(column), row.getLong(column));
            }
            return numbers;
        }
    }

    /** SQL that lies beside this class. */
    static String script(String name) {
        try (InputStream in = DuckDb.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no such script: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    static String quoted(List<Path> paths) {
        return paths.stream().map(DuckDb::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
