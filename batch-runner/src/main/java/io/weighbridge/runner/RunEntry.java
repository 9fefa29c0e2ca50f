package io.weighbridge.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run as a lake shows it.
 *
 * @param run what it handed over last (run.json); null where it has not yet
 */
record RunEntry(String runId, String state, @Nullable JsonNode run) {
    static RunEntry of(RunDirectories directories, String runId, RunState.Holding holding) throws IOException {
        Path file = directories.directory(runId).resolve("run.json");
        JsonNode run = Files.exists(file) ? JsonMapper.builder().build().readTree(file.toFile()) : null;
        return new RunEntry(runId, RunState.of(directories, runId, holding).label(), run);
    }

    /** One line for people. */
    String line() {
        String start = String.format(Locale.ROOT, "%-24s %-10s", runId, state);
        if (run == null) {
            return start.stripTrailing();
        }
        return start
                + String.format(
                        Locale.ROOT,
                        " %,10d items %,10d succeeded %,8d failed %,8d for people %,8d not started  %s USD",
                        run.path("items").asLong(),
                        run.path("succeeded").asLong(),
                        run.path("failed").asLong(),
                        run.path("needs_human").asLong(),
                        run.path("not_started").asLong(),
                        run.path("cost_usd").asText());
    }
}
