package io.weighbridge.runner.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Plain JDBC without its ceremony; a failure names the statement. What is written asks the fence first, in the same transaction. */
final class Sql {
    /** PostgreSQL's texts cannot hold the character 0. */
    private static final char NUL = 0;

    private static final char REPLACEMENT = '\uFFFD';

    private final DataSource database;
    private final Fence fence;

    Sql(DataSource database) {
        this(database, Fence.NONE);
    }

    Sql(DataSource database, Fence fence) {
        this.database = database;
        this.fence = fence;
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
        try (Connection connection = database.getConnection()) {
            return query(connection, statement, row, arguments);
        } catch (SQLException e) {
            throw new JournalException(statement, e);
        }
    }

    static <T> List<T> query(Connection connection, String statement, Row<T> row, Object... arguments)
            throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            new Parameters(prepared).all(arguments);
            try (ResultSet result = prepared.executeQuery()) {
                List<T> values = new ArrayList<>();
                while (result.next()) {
                    values.add(row.read(result));
                }
                return values;
            }
        }
    }

    /** The answer to a question in SQL. */
    static boolean isTrue(Connection connection, String question, Object... arguments) throws SQLException {
        return query(connection, question, row -> row.getBoolean(1), arguments).getFirst();
    }

    void update(String statement, Object... arguments) {
        batch(statement, List.of(statement), (parameters, once) -> parameters.all(arguments));
    }

    /** Updates, without asking the fence, and returns the number of rows. */
    int change(String statement, Object... arguments) {
        try (Connection connection = database.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            new Parameters(prepared).all(arguments);
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new JournalException(statement, e);
        }
    }

    <T> void batch(String statement, List<T> values, Binding<T> binding) {
        transaction(statement, connection -> batch(connection, statement, values, binding));
    }

    /** Statements that take effect together. */
    @FunctionalInterface
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    /**
     * Does the work in a transaction of its own, or as part of the one that the connection is in.
     *
     * @param name of the work, for errors
     */
    void transaction(String name, Work work) {
        Work fenced = connection -> {
            fence.check(connection);
            work.on(connection);
        };
        try (Connection connection = database.getConnection()) {
            if (connection.getAutoCommit()) {
                commit(connection, fenced);
            } else {
                fenced.on(connection);
            }
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
            statement.setObject(next++, value instanceof String text ? text.replace(NUL, REPLACEMENT) : value);
            return this;
        }

        void all(Object... values) throws SQLException {
            for (Object value : values) {
                add(value);
            }
        }
    }
}
