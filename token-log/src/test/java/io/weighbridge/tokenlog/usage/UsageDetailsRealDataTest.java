package io.weighbridge.tokenlog.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.StrictJson;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
class UsageDetailsRealDataTest {
    private static final Path TRACES =
            Path.of(System.getProperty("weighbridge.data", ""), "log_fixtures/langfuse_trace_export");

    @Test
    void theTokensOfLangfusesTotalsAreInputOrOutputAndNoneIsBoth() throws IOException {
        int seen = 0;
        int exact = 0;
        for (Path file : traces()) {
            for (JsonNode observation :
                    StrictJson.node(Files.readString(file), "trace").path("observations")) {
                JsonNode details = observation.path("usageDetails");
                if (details.has("total")) {
                    Usage usage = Objects.requireNonNull(ProviderUsage.ofDetails(details));
                    long counted = usage.inputTokens() + usage.outputTokens();
                    long total = details.path("total").longValue();
                    assertTrue(counted <= total, details.toString());
                    exact += counted == total ? 1 : 0;
                    seen++;
                }
            }
        }
        assertEquals(41, seen);
        assertEquals(40, exact, "one total holds tokens of no named kind, which nobody can price");
    }

    private static List<Path> traces() throws IOException {
        try (Stream<Path> files = Files.list(TRACES)) {
            return files.sorted().toList();
        }
    }
}
