package io.weighbridge.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.spark.StandaloneCluster;
import io.weighbridge.cli.Application;
import io.weighbridge.cli.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same jar on a cluster: an audit of one lake on a master and two workers writes what it writes on one machine. */
public class ClusterTest {
    private static final int CALLS = 3_000;
    private static final int UNITS = 300;

    @TempDir
    Path folder;

    /** An audit at a fixed time. */
    public static final class Driver {
        private Driver() {}

        public static void main(String[] arguments) {
            System.exit(Application.run(arguments, audit()));
        }
    }

    @Test
    @Timeout(360)
    void anAuditOnTwoWorkersWritesTheBytesOfOneOnThisMachine() throws Exception {
        Path lake = lake();
        SharedSpark.session();
        assertEquals(
                0,
                new Application(new Console(System.out, System.err, Map.of(), 0), audit())
                        .run("audit", "--lake", lake.toString()));
        Map<String, byte[]> here = takeAudit(lake);

        try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"))) {
            int status = cluster.submit(Driver.class, List.of("audit", "--lake", lake.toString()));
            assertEquals(0, status, () -> read(cluster));
            assertEquals(2, cluster.executors());
        }
        Map<String, byte[]> there = takeAudit(lake);

        assertEquals(here.keySet(), there.keySet());
        assertTrue(here.keySet().containsAll(List.of("evidence.parquet", "training-set.parquet", "summary.json")));
        here.forEach((name, bytes) -> assertArrayEquals(bytes, there.get(name), name));
    }

    private static AuditCommand audit() {
        return new AuditCommand(Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.UTC));
    }

    private static String read(StandaloneCluster cluster) {
        try {
            return cluster.log("driver");
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Files of the one audit of a lake, by name; the audit is gone then. */
    private static Map<String, byte[]> takeAudit(Path lake) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        Path audits = lake.resolve("audits");
        try (Stream<Path> files = Files.walk(audits)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(file.getFileName().toString(), Files.readAllBytes(file));
                Files.delete(file);
            }
        }
        return content;
    }

    /** Two weeks of calls of several teams, tasks and models, and graded pairs of answers. */
    private Path lake() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        List<String> calls = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            calls.add(("{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"c%d\",\"occurred_at\":"
                            + "\"2026-11-%02dT%02d:00:00Z\",\"requested_model\":\"%s\",\"provider\":\"openai\",\"task\":\"t%d\","
                            + "\"team\":\"team-%d\",\"status\":\"%s\",\"prompt\":\"p%d\",\"input_tokens\":%d,\"output_tokens\":%d,"
                            + "\"session_id\":\"w%d\"}")
                    .formatted(
                            call,
                            1 + call % 14,
                            random.nextInt(24),
                            random.nextInt(3) == 0 ? "gpt-4.1-mini" : "gpt-4.1",
                            random.nextInt(4),
                            random.nextInt(5),
                            random.nextInt(20) == 0 ? "error" : "ok",
                            random.nextInt(2_000),
                            random.nextInt(5_000),
                            random.nextInt(700),
                            call / 5));
        }
        List<String> outcomes = new ArrayList<>();
        for (int unit = 0; unit < UNITS; unit++) {
            for (String model : List.of("gpt-4.1", "gpt-4.1-mini")) {
                outcomes.add(
                        ("{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"c%d\",\"task\":\"t%d\",\"model\":\"%s\","
                                        + "\"score\":%s,\"label_source\":\"exact\",\"cluster_id\":\"w%d\"}")
                                .formatted(unit, unit % 4, model, random.nextInt(11) / 10.0, unit / 3));
            }
        }
        Path lake = folder.resolve("lake");
        CommandRun run = CommandRun.of(
                "ingest",
                "--lake",
                lake.toString(),
                Files.write(folder.resolve("calls.jsonl"), calls).toString(),
                Files.write(folder.resolve("outcomes.jsonl"), outcomes).toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("3,000") || run.out().contains("3,600"), run.out());
        return lake;
    }
}
