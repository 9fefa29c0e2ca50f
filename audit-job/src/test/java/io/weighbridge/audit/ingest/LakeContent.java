package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.RowCounts;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** All rows of a lake, one text each in order, but for the time at which a file was ingested. */
record LakeContent(List<String> calls, List<String> outcomes, List<String> quarantine, List<String> sources) {
    static LakeContent of(String root) {
        Lake lake = Lake.at(SharedSpark.session(), root);
        return new LakeContent(
                rows(lake.calls()),
                rows(lake.outcomes()),
                rows(lake.quarantine()),
                rows(lake.sources().drop("ingested_at")));
    }

    /** Rows in = accepted + duplicate + quarantined, and what was accepted and not superseded is there. */
    void assertEveryRowHasItsFate() throws IOException {
        RowCounts counts = RowCounts.NONE;
        for (String source : sources) {
            counts = counts.plus(counts(new JsonMapper().readTree(source)));
        }
        assertEquals(calls.size() + outcomes.size(), counts.accepted() - counts.superseded());
        assertEquals(quarantine.size(), counts.quarantined());
    }

    /** @throws IllegalStateException if the numbers do not add up */
    private static RowCounts counts(JsonNode source) {
        return new RowCounts(
                source.path("rows_read").asLong(),
                source.path("accepted").asLong(),
                source.path("duplicate").asLong(),
                source.path("quarantined").asLong(),
                source.path("superseded").asLong());
    }

    private static List<String> rows(Dataset<Row> table) {
        return table.toJSON().collectAsList().stream().sorted().collect(Collectors.toList());
    }
}
