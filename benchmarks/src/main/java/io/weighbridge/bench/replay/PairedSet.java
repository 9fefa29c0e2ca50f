package io.weighbridge.bench.replay;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Prompts that several models have answered, in the layout of {@code weighbridge backtest}.
 *
 * @param tasks names, by number
 * @param taskOf number of each prompt's task
 * @param promptChars length of each prompt
 * @param scores by model: of each prompt, in [0, 1]; NaN where the model has no answer
 * @param answerChars by model: length of each answer; NaN where unknown
 */
record PairedSet(
        List<String> tasks,
        int[] taskOf,
        double[] promptChars,
        SortedMap<String, double[]> scores,
        Map<String, double[]> answerChars) {

    /** @throws SQLException if a file cannot be read, or lacks a column */
    static PairedSet read(Path prompts, Path outcomes) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE p AS SELECT row_number() OVER (ORDER BY prompt_id) - 1 AS unit, * FROM ("
                    + "SELECT prompt_id, max(task) AS task, max(length(prompt)) AS chars FROM read_json('"
                    + quoted(prompts)
                    + "', columns = {prompt_id: 'VARCHAR', task: 'VARCHAR', prompt: 'VARCHAR', contaminated: 'BOOLEAN'})"
                    + " WHERE NOT coalesce(contaminated, false) GROUP BY prompt_id)");
            statement.execute(
                    "CREATE TABLE o AS SELECT * FROM read_csv('" + quoted(outcomes) + "', all_varchar = true)");
            boolean hasLengths;
            try (ResultSet columns = statement.executeQuery(
                    "SELECT 1 FROM information_schema.columns WHERE table_name = 'o' AND column_name = 'response_chars'")) {
                hasLengths = columns.next();
            }
            Map<String, Integer> numbers = new HashMap<>();
            List<String> tasks = new ArrayList<>();
            List<double[]> rows = new ArrayList<>();
            try (ResultSet read = statement.executeQuery("SELECT task, chars FROM p ORDER BY unit")) {
                while (read.next()) {
                    String task = read.getString(1);
                    if (numbers.putIfAbsent(task, tasks.size()) == null) {
                        tasks.add(task);
                    }
                    rows.add(new double[] {numbers.getOrDefault(task, 0), read.getDouble(2)});
                }
            }
            SortedMap<String, double[]> scores = new TreeMap<>();
            Map<String, double[]> lengths = new HashMap<>();
            try (ResultSet read = statement.executeQuery("SELECT unit, model, avg(CAST(score AS DOUBLE)), avg("
                    + (hasLengths ? "TRY_CAST(response_chars AS DOUBLE)" : "NULL::DOUBLE")
                    + ") FROM o JOIN p USING (prompt_id) GROUP BY unit, model")) {
                while (read.next()) {
                    int unit = read.getInt(1);
                    String model = read.getString(2);
                    scores.computeIfAbsent(model, unused -> unknown(rows.size()))[unit] = read.getDouble(3);
                    double chars = read.getDouble(4);
                    lengths.computeIfAbsent(model, unused -> unknown(rows.size()))[unit] =
                            read.wasNull() ? Double.NaN : chars;
                }
            }
            return new PairedSet(
                    List.copyOf(tasks),
                    rows.stream().mapToInt(row -> (int) row[0]).toArray(),
                    rows.stream().mapToDouble(row -> row[1]).toArray(),
                    scores,
                    lengths);
        }
    }

    private static double[] unknown(int units) {
        double[] values = new double[units];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static String quoted(Path file) {
        return file.toString().replace("'", "''");
    }
}
