package io.weighbridge.samples.month;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.samples.truth.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The truth model, the grammars and the random numbers are frozen: the sample in the repository must come out again. The
 * command in its README rewrites it.
 */
class CommittedSampleTest {
    private static final Path SAMPLE = Path.of(
            Objects.requireNonNull(System.getProperty("weighbridge.root"), "weighbridge.root"),
            "data-samples",
            "sample");
    private static final MonthPlan PLAN =
            MonthPlan.of(1, World.MIXED, 2_000).withDays(4).withDraws(600).withNextDayCalls(200);

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void theGeneratorReproducesTheCommittedSample() throws IOException {
        Path month = Files.createDirectories(folder.resolve("month"));
        MonthWriter writer = new MonthWriter(PLAN, month);
        writer.write(days -> {});
        writer.writeTruth(month.resolve("truth"));
        Map<String, List<String>> committed = MonthWriterTest.lines(SAMPLE);
        committed.remove("README.md");
        Map<String, List<String>> generated = MonthWriterTest.lines(month);
        assertEquals(committed.keySet(), generated.keySet());
        committed.forEach((file, lines) -> assertEquals(lines, generated.get(file), file));
    }
}
