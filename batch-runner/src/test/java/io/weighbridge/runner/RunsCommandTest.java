package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {
    @TempDir
    Path directory;

    @Test
    void everyRunIsListedWithWhereItStands() throws Exception {
        Path lake = directory.resolve("lake");
        try (SimulatedProvider provider = SimulatedProvider.start(ProviderOptions.of(7, World.values()[0]))) {
            run(provider, 4, "1");
            run(provider, 40, "0.01");
        }
        Files.createDirectories(lake.resolve("runs/20200101T000000Z-aaaaaa"));
        Path busy = Files.createDirectories(lake.resolve("runs/20200102T000000Z-bbbbbb"));
        try (FileChannel journal = FileChannel.open(
                        busy.resolve(".journal.mv.db"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = journal.lock()) {
            assertTrue(lock.isValid());

            JsonNode runs = Command.run("runs", "list", "--lake", lake.toString(), "--json")
                    .json()
                    .path("runs");

            assertEquals(4, runs.size());
            assertEquals("waiting", stateOfRunWith(40, runs));
            assertEquals("ended", stateOfRunWith(4, runs));
            assertEquals("running", runs.at("/2/state").asText());
            assertEquals("broken_off", runs.at("/3/state").asText());
            assertTrue(runs.at("/3/run").isMissingNode() || runs.at("/3/run").isNull());
        }
    }

    @Test
    void oneRunIsShownWithItsModels() throws Exception {
        Path lake = directory.resolve("lake");
        String runId;
        try (SimulatedProvider provider = SimulatedProvider.start(ProviderOptions.of(7, World.values()[0]))) {
            runId = run(provider, 4, "1").json().path("run_id").asText();
        }

        Command show = Command.run("runs", "show", runId, "--lake", lake.toString());

        assertEquals(0, show.exit(), show.err());
        assertTrue(show.out().contains("ended"), show.out());
        assertTrue(show.out().contains("model sim-small"), show.out());
        assertTrue(show.out().contains(runId), show.out());
    }

    @Test
    void aRunThatIsNotThereIsBadInput() {
        Command show = Command.run("runs", "show", "20200101T000000Z-aaaaaa", "--lake", directory.toString());

        assertEquals(2, show.exit());
        assertTrue(show.err().contains("20200101T000000Z-aaaaaa: no such run"), show.err());
    }

    private static String stateOfRunWith(int items, JsonNode runs) {
        for (JsonNode each : runs) {
            if (each.at("/run/items").asInt() == items) {
                return each.path("state").asText();
            }
        }
        throw new AssertionError("no run with " + items + " items in " + runs);
    }

    private Command run(SimulatedProvider provider, int items, String budget) throws Exception {
        return Command.run(
                "run",
                "--json",
                "--budget",
                budget,
                "--policy",
                TestPolicy.write(directory).toString(),
                "--workload",
                TestWorkload.write(directory, items).toString(),
                "--lake",
                directory.resolve("lake").toString(),
                "--config",
                Command.settings(directory, provider.baseUrl(), "concurrency: 4, timeout: 20s, attempts: 4")
                        .toString());
    }
}
