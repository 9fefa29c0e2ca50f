package io.weighbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The tables of a lake, read without the code that wrote them: the live files of a table are those that its commits added
 * and did not remove (Delta transaction protocol, "Add File and Remove File").
 */
final class LakeTables {
    static final List<String> NAMES = List.of("calls", "outcomes", "quarantine", "sources");

    /** When a file was ingested is not the same twice. */
    private static final String VARYING = "ingested_at";

    private static final JsonMapper JSON = new JsonMapper();

    private final Path lake;

    LakeTables(Path lake) {
        this.lake = lake;
    }

    /** How many rows of a table this lake has and the other one has not, each counted as often as it occurs. */
    long rowsMissingIn(LakeTables other, String table, DuckDb database) throws IOException, SQLException {
        Set<Path> files = liveFiles(table);
        Set<Path> others = other.liveFiles(table);
        if (files.isEmpty()) {
            return 0;
        }
        String rows = rows(files, table);
        return database.number("SELECT count(*) FROM ("
                + (others.isEmpty() ? rows : rows + " EXCEPT ALL " + rows(others, table)) + ")");
    }

    long rows(String table, DuckDb database) throws IOException, SQLException {
        Set<Path> files = liveFiles(table);
        return files.isEmpty() ? 0 : database.number("SELECT count(*) FROM (" + rows(files, table) + ")");
    }

    private static String rows(Set<Path> files, String table) {
        return "SELECT " + (table.equals("sources") ? "* EXCLUDE (" + VARYING + ")" : "*") + " FROM read_parquet("
                + DuckDb.quoted(List.copyOf(files)) + ", union_by_name = true, hive_partitioning = true)";
    }

    /** The live files of a table. */
    List<Path> files(String table) throws IOException {
        return List.copyOf(liveFiles(table));
    }

    private Set<Path> liveFiles(String table) throws IOException {
        Path folder = lake.resolve(table);
        Set<Path> live = new TreeSet<>();
        for (Path commit : commits(folder.resolve("_delta_log"))) {
            for (String line : Files.readAllLines(commit)) {
                JsonNode action = JSON.readTree(line);
                if (action.has("add")) {
                    live.add(file(folder, action.path("add")));
                } else if (action.has("remove")) {
                    live.remove(file(folder, action.path("remove")));
                }
            }
        }
        return live;
    }

    private static List<Path> commits(Path log) throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(log)) {
            return all.filter(file -> file.getFileName().toString().matches("\\d{20}\\.json"))
                    .sorted()
                    .toList();
        }
    }

    /** Paths in the log are relative and URL-encoded. */
    private static Path file(Path folder, JsonNode action) {
        return folder.resolve(URI.create(action.path("path").asText()).getPath());
    }
}
