package io.weighbridge.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Objects;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.internal.chartpart.IChart;

/** What every cell can call: SQL over an audit's tables, and showing tables and charts. */
public final class Notebook {
    private static final Connection DUCKDB = openDuckDb();

    private Notebook() {}

    /**
     * The folder of the audit, from the environment variable {@code WEIGHBRIDGE_AUDIT}.
     *
     * @throws IllegalStateException if the variable names no finished audit
     */
    public static Path audit() {
        Path audit = Path.of(Objects.requireNonNullElse(System.getenv("WEIGHBRIDGE_AUDIT"), "unset"));
        if (!Files.exists(audit.resolve("manifest.json"))) {
            throw new IllegalStateException(
                    "WEIGHBRIDGE_AUDIT: must be the folder of a finished audit (with manifest.json), was " + audit);
        }
        return audit;
    }

    /** Makes a table of the audit, such as {@code spend}, known to SQL by its name. */
    public static void open(String table) {
        Path path = audit().resolve(table + ".parquet");
        String files = Files.isDirectory(path) ? path + "/*.parquet" : path.toString();
        run("CREATE OR REPLACE VIEW " + table + " AS SELECT * FROM read_parquet('" + files.replace("'", "''") + "')");
    }

    /** Makes a JSON file of the audit, such as {@code summary}, known to SQL by its name, as one row. */
    public static void openJson(String name) {
        String file = audit().resolve(name + ".json").toString().replace("'", "''");
        run("CREATE OR REPLACE VIEW " + name + " AS SELECT json FROM read_json_objects('" + file
                + "', format = 'unstructured')");
    }

    /** Asks DuckDB; each {@code ?} in the SQL stands for the next of the values. */
    public static Table query(String sql, Object... values) {
        try (PreparedStatement statement = DUCKDB.prepareStatement(sql)) {
            for (int index = 0; index < values.length; index++) {
                statement.setObject(index + 1, values[index]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return Table.of(rows);
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Shows a table below the cell. */
    public static void show(Table table) {
        DisplayData data = new DisplayData(table.toString());
        data.putHTML(table.toHtml());
        BaseKernel.notebookKernel().display(data);
    }

    /** Shows a chart below the cell. */
    public static void show(IChart chart) {
        try {
            DisplayData data = new DisplayData("chart");
            data.putData(
                    "image/png",
                    Base64.getEncoder().encodeToString(BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG)));
            BaseKernel.notebookKernel().display(data);
        } catch (IOException e) {
            throw new IllegalStateException("the chart cannot be drawn: " + e.getMessage(), e);
        }
    }

    /** Stops the notebook where a fact that must hold does not. */
    public static void check(String fact, boolean holds) {
        if (!holds) {
            throw new IllegalStateException("does not hold: " + fact);
        }
        System.out.println("holds: " + fact);
    }

    private static void run(String sql) {
        try (Statement statement = DUCKDB.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Connection openDuckDb() {
        try {
            return DriverManager.getConnection("jdbc:duckdb:");
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be opened: " + e.getMessage(), e);
        }
    }
}
