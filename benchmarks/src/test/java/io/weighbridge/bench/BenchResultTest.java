package io.weighbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchResultTest {
    private static final BenchResult RESULT = new BenchResult(
            "ingest",
            "2 cores",
            1000,
            List.of(
                    Measurement.rate("megabytes_per_second", 30, "MB/s", false, "DuckDB", 120),
                    Measurement.alone("lost", 0, "rows", true)));

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void theRatioIsOurTimeByThePeers() {
        assertEquals(4, RESULT.results().getFirst().ratio());
    }

    @Test
    void theFileHasTheFieldsThatOtherToolsRead() throws Exception {
        Path file = folder.resolve("result.json");
        RESULT.summary(file);
        JsonNode json = new JsonMapper().readTree(Files.readString(file));
        assertEquals("ingest", json.path("bench").asText());
        assertEquals(1000, json.path("rows").asLong());
        assertEquals(
                "{\"name\":\"megabytes_per_second\",\"value\":30.0,\"unit\":\"MB/s\",\"ok\":false,\"peer\":\"DuckDB\","
                        + "\"peer_value\":120.0,\"ratio\":4.0}",
                json.path("results").path(0).toString());
        assertEquals(
                "{\"name\":\"lost\",\"value\":0.0,\"unit\":\"rows\",\"ok\":true,\"peer\":null,\"peer_value\":null,"
                        + "\"ratio\":null}",
                json.path("results").path(1).toString());
    }

    @Test
    void peopleSeeWhatIsNotReached() throws Exception {
        Summary summary = RESULT.summary(null);
        assertEquals("""
                bench ingest, 1,000 rows, on 2 cores
                  megabytes_per_second                                 30.0 MB/s  (DuckDB 120.0; our time / its 4.00)  NOT REACHED
                  lost                                                  0.0 rows""", summary.text());
    }
}
