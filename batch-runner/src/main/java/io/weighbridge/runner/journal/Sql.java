package io.weighbridge.runner.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Plain JDBC without its ceremony; a failure names the statement. */
final class Sql {
    private final DataSource database;

    Sql(DataSource database) {
        this.database = database;
    }

    /** Turns the current row into a value. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Sets the parameters of one execution. */
    @FunctionalInterface
    interface Binding<T> {
        void bind(Parameters parameters, T value) throws SQLException;
    }

    <T> List<T> query(String statement, Row<T> row, Object... arguments) {
        try (Connection connection = database.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            new Parameters(prepared).all(arguments);
            try (ResultSet result = prepared.executeQuery()) {
                List<T> values = new ArrayList<>();
                while (result.next()) {
                    values.add(row.read(result));
                }
                return values;
            }
        } catch (SQLException e) {
            throw new JournalException(statement, e);
        }
    }

    void update(String statement, Object... arguments) {
        batch(statement, List.of(statement), (parameters, once) -> parameters.all(arguments));
    }

    <T> void batch(String statement, List<T> values, Binding<T> binding) {
        try (Connection connection = database.getConnection()) {
            batch(connection, statement, values, binding);
        } catch (SQLException e) {
            throw new JournalException(statement, e);
        }
    }

    /** Statements that take effect together. */
    @FunctionalInterface
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** @param name of the work, for errors */
    void transaction(String name, Work work) {
        try (Connection connection = database.getConnection()) {
            commit(connection, work);
        } catch (SQLException e) {
            throw new JournalException(name, e);
        }
    }

    /** Commits the work, or rolls it back where it throws. */
    static void commit(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.on(connection);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    static <T> void batch(Connection connection, String statement, List<T> values, Binding<T> binding)
            throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (T value : values) {
                Parameters parameters = new Parameters(prepared);
                binding.bind(parameters, value);
                prepared.addBatch();
            }
            prepared.executeBatch();
        }
    }

    /** Parameters of a statement, set one after the other. */
    static final class Parameters {
        private final PreparedStatement statement;
        private int next = 1;

        Parameters(PreparedStatement statement) {
            this.statement = statement;
        }

        Parameters add(@Nullable Object value) throws SQLException {
            statement.setObject(next++, value);
            return this;
        }

        void all(Object... values) throws SQLException {
            for (Object value : values) {
                add(value);
            }
        }
    }
}
