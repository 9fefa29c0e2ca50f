package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectories(folder.resolve("logs/2026"));
        Files.createDirectories(folder.resolve("logs/_temporary"));
        Files.createDirectories(folder.resolve("empty"));
        Files.writeString(folder.resolve("logs/b.jsonl"), "b");
        Files.writeString(folder.resolve("logs/2026/a.jsonl"), "a");
        Files.writeString(folder.resolve("logs/.hidden"), "h");
        Files.writeString(folder.resolve("logs/_temporary/part.jsonl"), "p");
    }

    @Test
    void aFolderStandsForTheVisibleFilesBelowIt() {
        assertEquals(List.of("a.jsonl", "b.jsonl"), names("logs"));
    }

    @Test
    void aGlobStandsForWhatMatches() {
        assertEquals(List.of("b.jsonl"), names("logs/*.jsonl"));
    }

    @Test
    void aFileNamedTwiceIsReadOnce() {
        assertEquals(List.of("a.jsonl", "b.jsonl"), names("logs", "logs/b.jsonl"));
    }

    @Test
    void aPathThatNamesNothingIsRefused() {
        BadInputException missing = assertThrows(BadInputException.class, () -> names("nowhere/*.jsonl"));
        assertEquals(folder + "/nowhere/*.jsonl: cannot be read, no such file", missing.getMessage());
    }

    @Test
    void aFolderWithoutFilesIsRefused() {
        BadInputException empty = assertThrows(BadInputException.class, () -> names("empty"));
        assertEquals(folder + "/empty: the folder has no files", empty.getMessage());
    }

    private List<String> names(String... paths) {
        List<String> absolute =
                List.of(paths).stream().map(path -> folder + "/" + path).toList();
        return new InputFiles(new Configuration())
                .under(absolute).stream().map(file -> file.getPath().getName()).toList();
    }
}
