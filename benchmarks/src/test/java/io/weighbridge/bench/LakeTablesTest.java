package io.weighbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTablesTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void rowsOfRemovedFilesDoNotCountAndRepeatedRowsDo() throws Exception {
        try (DuckDb database = DuckDb.open(folder.resolve("spill"))) {
            LakeTables one = lake(database, "one", "(1, 'a'), (2, 'b'), (2, 'b')");
            LakeTables other = lake(database, "other", "(1, 'a'), (2, 'b'), (3, 'c')");

            assertEquals(3, one.rows("calls", database));
            assertEquals(1, one.rowsMissingIn(other, "calls", database));
            assertEquals(1, other.rowsMissingIn(one, "calls", database));
            assertEquals(0, one.rowsMissingIn(one, "calls", database));
            assertEquals(0, one.rowsMissingIn(other, "outcomes", database));
        }
    }

    @Test
    void allRowsAreMissingInATableThatIsNotThere() throws Exception {
        try (DuckDb database = DuckDb.open(folder.resolve("spill"))) {
            LakeTables one = lake(database, "one", "(1, 'a')");
            assertEquals(1, one.rowsMissingIn(new LakeTables(folder.resolve("none")), "calls", database));
        }
    }

    /** A table whose first file was replaced by a second one with the given rows. */
    private LakeTables lake(DuckDb database, String name, String values) throws Exception {
        Path table = folder.resolve(name).resolve("calls");
        Path log = Files.createDirectories(table.resolve("_delta_log"));
        write(database, "(9, 'removed')", table.resolve("first.parquet"));
        write(database, values, table.resolve("second file.parquet"));
        Files.writeString(log.resolve("00000000000000000000.json"), "{\"add\":{\"path\":\"first.parquet\"}}\n");
        Files.writeString(
                log.resolve("00000000000000000001.json"),
                "{\"remove\":{\"path\":\"first.parquet\"}}\n{\"add\":{\"path\":\"second%20file.parquet\"}}\n");
        return new LakeTables(folder.resolve(name));
    }

    private static void write(DuckDb database, String values, Path file) throws Exception {
        database.execute("COPY (SELECT * FROM (VALUES " + values + ") AS t(id, name)) TO " + DuckDb.quoted(file)
                + " (FORMAT parquet)");
    }
}
