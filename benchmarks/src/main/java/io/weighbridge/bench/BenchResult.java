package io.weighbridge.bench;

import io.weighbridge.cli.JsonOutput;
import io.weighbridge.cli.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark found.
 *
 * @param machine what it ran on
 * @param rows how many rows were worked on, in the largest case
 */
record BenchResult(String bench, String machine, long rows, List<Measurement> results) {
    BenchResult {
        results = List.copyOf(results);
    }

    /** For people and machines; also written to a file if one is named. */
    Summary summary(@Nullable Path file) throws IOException {
        if (file != null) {
            Files.writeString(file, JsonOutput.pretty(this));
        }
        return new Summary(text(), this);
    }

    private String text() {
        StringBuilder text = new StringBuilder("bench %s, %,d rows, on %s".formatted(bench, rows, machine));
        for (Measurement result : results) {
            text.append(
                    String.format(Locale.ROOT, "%n  %-44s %,12.1f %s", result.name(), result.value(), result.unit()));
            if (result.peerValue() != null) {
                text.append(String.format(
                        Locale.ROOT,
                        "  (%s %,.1f%s)",
                        result.peer(),
                        result.peerValue(),
                        result.ratio() == null ? "" : "; our time / its %.2f".formatted(result.ratio())));
            }
            text.append(result.ok() ? "" : "  NOT REACHED");
        }
        return text.toString();
    }
}
