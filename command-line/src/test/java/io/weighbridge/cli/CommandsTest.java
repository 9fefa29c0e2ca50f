package io.weighbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void theLastLineOfOutputIsTheResult() throws Exception {
        Commands commands = launching("echo 'something else'; echo \"{\\\"arguments\\\":\\\"$*\\\"}\"");
        assertEquals(
                "audit --lake l --config settings.yaml --json",
                commands.run("audit", "--lake", "l").path("arguments").asText());
    }

    @Test
    void aFailureShowsTheEndOfItsLog() throws Exception {
        Commands commands = launching("for i in $(seq 1 100); do echo \"line $i\" >&2; done; exit 3");
        String message = failure(commands);
        assertTrue(message.startsWith("weighbridge train ended with status 3\nline 71\n"), message);
        assertTrue(message.endsWith("line 100"), message);
    }

    @Test
    void aResultThatIsNotJsonIsAFailure() throws Exception {
        assertEquals("weighbridge train: its last line must be JSON\n", failure(launching("echo done")));
        assertEquals("weighbridge train printed no result\n", failure(launching("true")));
    }

    @Test
    void aCommandKeepsItsInputOpenAndIsToldSo() throws Exception {
        // read waits for input that never comes: status 142 after the timeout, 1 at once if the pipe were closed.
        Commands commands = launching(
                "read -t 0.2 line; echo \"{\\\"status\\\":$?,\\\"pipe\\\":\\\"$WEIGHBRIDGE_PARENT_PIPE\\\"}\"");
        var result = commands.run("run");
        assertTrue(result.path("status").asInt() > 128, result.toString());
        assertEquals("1", result.path("pipe").asText());
    }

    private static String failure(Commands commands) {
        return String.valueOf(assertThrows(JobFailedException.class, () -> commands.run("train"))
                .getMessage());
    }

    private Commands launching(String script) throws IOException {
        Path launcher = Files.writeString(folder.resolve("launcher"), "#!/usr/bin/env bash\n" + script + "\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Commands(launcher, Path.of("settings.yaml"));
    }
}
