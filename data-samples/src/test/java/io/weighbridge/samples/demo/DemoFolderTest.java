package io.weighbridge.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void anEarlierDemosFolderIsReplaced() throws IOException {
        Path out = folder.resolve("out");
        Path stale = DemoFolder.fresh(out).month().resolve("stale");
        Files.createDirectories(stale);
        DemoFolder.fresh(out);
        assertFalse(Files.exists(stale));
        assertTrue(Files.exists(out));
    }

    @Test
    void aFolderWithAnythingElseInItIsLeftAlone() throws IOException {
        Path precious = Files.writeString(folder.resolve("thesis.txt"), "years of work");
        BadInputException refused = assertThrows(BadInputException.class, () -> DemoFolder.fresh(folder));
        assertEquals("--out: must be empty or an earlier demo's folder, was neither: " + folder, refused.getMessage());
        assertEquals("years of work", Files.readString(precious));
    }

    @Test
    void aLinkInsideIsRemovedAndItsTargetKept() throws IOException {
        Path target = Files.createDirectories(folder.resolve("target"));
        Files.writeString(target.resolve("kept"), "x");
        Path out = folder.resolve("out");
        Files.createSymbolicLink(DemoFolder.fresh(out).root().resolve("link"), target);
        DemoFolder.fresh(out);
        assertTrue(Files.exists(target.resolve("kept")));
        assertFalse(Files.exists(out.resolve("link")));
    }

    @Test
    void aFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        BadInputException refused = assertThrows(BadInputException.class, () -> DemoFolder.fresh(file));
        assertEquals("--out: must be a folder, was something else: " + file, refused.getMessage());
    }
}
