package io.weighbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParentPipeTest {
    /** A process that would sleep for a minute. */
    static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            ParentPipe.watchIfAsked(System.getenv(), System.in);
            TimeUnit.MINUTES.sleep(1);
        }
    }

    @Test
    @Timeout(60)
    void aChildThatWasAskedToEndsWithItsParentsPipe() throws Exception {
        Process child = sleeper("1");
        assertFalse(child.waitFor(300, TimeUnit.MILLISECONDS));

        child.getOutputStream().close();

        assertEquals(1, child.waitFor());
    }

    @Test
    @Timeout(60)
    void aChildThatWasNotAskedStays() throws Exception {
        Process child = sleeper("0");

        child.getOutputStream().close();

        assertFalse(child.waitFor(800, TimeUnit.MILLISECONDS));
        child.destroyForcibly();
    }

    private static Process sleeper(String asked) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName());
        builder.environment().put(ParentPipe.ASKED_BY, asked);
        return builder.start();
    }
}
