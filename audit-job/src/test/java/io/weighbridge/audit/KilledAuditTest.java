package io.weighbridge.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills audits in a process of their own (SIGKILL): nothing half-published can be taken for whole, and the next audit works. */
class KilledAuditTest {
    private static final int KILLS = 3;
    private static final int CALLS = 1_200;
    private static final int DAYS = 6;

    /** Tables that do not tell when or in which lake they were made. */
    private static final List<String> TABLES =
            List.of("spend.parquet", "levers.parquet", "evidence.parquet", "slices.parquet", "training-set.parquet");

    @TempDir
    Path folder;

    @Test
    @Timeout(240)
    void killedAnywhereAndRunAgainAnAuditSaysWhatAnUndisturbedOneDoes() throws Exception {
        Path lake = lake();
        long before = KilledCommand.files(lake);
        CommandRun.of("audit", "--lake", lake.toString());
        Path undisturbed = wholeAudits(lake).getFirst();
        long written = KilledCommand.files(lake) - before;
        SplittableRandom random = new SplittableRandom(20261127);
        for (int kill = 0; kill < KILLS; kill++) {
            Path again = lake(kill);
            // Rollups come first: one early, one in the middle, one late moment of the writing.
            long moment = before + random.nextLong(1 + kill * written / KILLS, (kill + 1) * written / KILLS);
            long present = KilledCommand.run(
                    folder.resolve(kill + ".log"), again, moment, "audit", "--lake", again.toString());
            String when = "killed when the lake had " + present + " of " + (before + written) + " files";
            assertEquals(List.of(), wholeAudits(again), when);

            CommandRun next = CommandRun.of("audit", "--lake", again.toString());

            assertEquals(0, next.status(), next.err());
            List<Path> whole = wholeAudits(again);
            assertEquals(1, whole.size(), when);
            for (String table : TABLES) {
                assertArrayEquals(
                        Files.readAllBytes(undisturbed.resolve(table)),
                        Files.readAllBytes(whole.getFirst().resolve(table)),
                        table + ", " + when);
            }
        }
    }

    /** The audits that readers do not ignore; each must be as its manifest says. */
    private static List<Path> wholeAudits(Path lake) throws IOException {
        Path audits = lake.resolve("audits");
        if (!Files.exists(audits)) {
            return List.of();
        }
        List<Path> whole = new ArrayList<>();
        try (Stream<Path> all = Files.list(audits)) {
            for (Path audit : all.sorted().toList()) {
                Manifest manifest = Manifest.read(audit).orElse(null);
                if (manifest != null) {
                    assertEquals(List.of(), manifest.differences(audit));
                    whole.add(audit);
                }
            }
        }
        return whole;
    }

    private Path lake() throws IOException {
        return ingested(folder.resolve("lake"));
    }

    private Path lake(int kill) throws IOException {
        return ingested(folder.resolve("killed-" + kill));
    }

    private Path ingested(Path lake) throws IOException {
        CommandRun run = CommandRun.of(
                "ingest",
                "--lake",
                lake.toString(),
                calls().toString(),
                outcomes().toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("0 quarantined"), run.out());
        return lake;
    }

    private Path calls() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            lines.add(("{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"c%d\",\"occurred_at\":"
                            + "\"2026-11-%02dT%02d:00:00Z\",\"requested_model\":\"gpt-4.1\",\"provider\":\"openai\","
                            + "\"task\":\"t%d\",\"status\":\"ok\",\"prompt\":\"p%d\",\"input_tokens\":%d,\"output_tokens\":9}")
                    .formatted(call, 1 + call % DAYS, call % 24, call % 3, call % 700, 10 + call % 900));
        }
        return Files.write(folder.resolve("calls.jsonl"), lines);
    }

    private Path outcomes() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int unit = 0; unit < CALLS / 4; unit++) {
            for (String model : List.of("gpt-4.1", "gpt-4.1-mini")) {
                lines.add(
                        ("{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"c%d\",\"task\":\"t%d\",\"model\":\"%s\","
                                        + "\"score\":%d,\"label_source\":\"exact\",\"cluster_id\":\"w%d\"}")
                                .formatted(unit, unit % 3, model, (unit * 7 + model.length()) % 5 == 0 ? 0 : 1, unit));
            }
        }
        return Files.write(folder.resolve("outcomes.jsonl"), lines);
    }
}
