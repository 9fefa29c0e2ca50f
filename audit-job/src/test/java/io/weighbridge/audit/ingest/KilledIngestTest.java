package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.KilledCommand;
import io.weighbridge.audit.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills ingests in a process of their own (SIGKILL) and ingests again: the lake is as if nothing had happened. */
class KilledIngestTest {
    private static final int KILLS = 2;

    @TempDir
    Path folder;

    private List<String> inputs = List.of();

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @BeforeEach
    void writeLogs() throws IOException {
        inputs = SmallLogs.write(folder.resolve("logs"));
    }

    @Test
    @Timeout(240)
    void killedAnywhereAndIngestedAgainTheLakeIsThatOfAnUndisturbedIngest() throws Exception {
        ingest("undisturbed");
        LakeContent expected = LakeContent.of(lake("undisturbed"));
        expected.assertEveryRowHasItsFate();
        long files = KilledCommand.files(folder.resolve("undisturbed"));
        SplittableRandom random = new SplittableRandom(20261123);
        for (int kill = 0; kill < KILLS; kill++) {
            String lake = "killed-" + kill;
            // One early and one late moment of the writing.
            long moment = random.nextLong(kill * files / KILLS, (kill + 1) * files / KILLS);
            long present =
                    KilledCommand.run(folder.resolve(lake + ".err"), folder.resolve(lake), moment, arguments(lake));

            ingest(lake);

            LakeContent content = LakeContent.of(lake(lake));
            content.assertEveryRowHasItsFate();
            assertEquals(expected, content, "killed when the lake had " + present + " of " + files + " files");
        }
    }

    @Test
    @Timeout(240)
    void twoIngestsOfTheSameFilesAtOnceWriteEveryRowOnce() throws Exception {
        inputs = List.of(
                folder.resolve("logs/a.jsonl").toString(),
                folder.resolve("logs/b.jsonl.gz").toString());
        ingest("alone");

        Path oneLog = folder.resolve("one.err");
        Path otherLog = folder.resolve("other.err");
        Process one = KilledCommand.start(oneLog, arguments("both"));
        Process other = KilledCommand.start(otherLog, arguments("both"));
        try {
            assertEquals(0, one.waitFor(), () -> KilledCommand.text(oneLog));
            assertEquals(0, other.waitFor(), () -> KilledCommand.text(otherLog));
        } finally {
            one.destroyForcibly();
            other.destroyForcibly();
        }
        assertEquals(LakeContent.of(lake("alone")), LakeContent.of(lake("both")));
    }

    private void ingest(String lake) {
        CommandRun run = CommandRun.of(arguments(lake));
        assertEquals(0, run.status(), run.err());
    }

    private String[] arguments(String lake) {
        List<String> arguments = new ArrayList<>(List.of("ingest", "--json", "--lake", lake(lake)));
        arguments.addAll(inputs);
        return arguments.toArray(String[]::new);
    }

    private String lake(String name) {
        return folder.resolve(name).toString();
    }
}
