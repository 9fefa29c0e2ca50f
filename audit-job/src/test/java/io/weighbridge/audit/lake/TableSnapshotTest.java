package io.weighbridge.audit.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSnapshotTest {
    @TempDir
    Path folder;

    @Test
    void ofTwoWritersFromOneVersionTheSecondIsRefused() {
        Lake lake = Lake.at(SharedSpark.session(), folder.toString());
        TableSnapshot first = lake.snapshot(LakeTable.QUARANTINE);
        TableSnapshot second = lake.snapshot(LakeTable.QUARANTINE);
        first.append(rejected(1), 1);

        LakeChangedException changed = assertThrows(LakeChangedException.class, () -> second.append(rejected(2), 1));

        assertTrue(
                changed.toString().endsWith("/quarantine: was written by another job at the same time"),
                changed.toString());
        assertEquals(1, lake.quarantine().count());
        lake.snapshot(LakeTable.QUARANTINE).append(rejected(2), 1);
        assertEquals(2, lake.quarantine().count());
    }

    @Test
    void otherRowsThanAnnouncedAreAnError() {
        Lake lake = Lake.at(SharedSpark.session(), folder.toString());

        IllegalStateException error = assertThrows(
                IllegalStateException.class,
                () -> lake.snapshot(LakeTable.QUARANTINE).append(rejected(1), 2));

        assertTrue(error.toString().contains("rows written must be 2, was 1"), error.toString());
    }

    @Test
    void aTableThatWasNeverWrittenIsEmptyAndHasItsColumns() {
        Dataset<Row> calls = Lake.at(SharedSpark.session(), folder.toString()).calls();

        assertEquals(0, calls.count());
        assertEquals(CallTable.SCHEMA, calls.schema());
    }

    private static Dataset<Row> rejected(long line) {
        RejectedRow row = new RejectedRow(new Origin("00ff", line), "calls.jsonl", "score", "must be in [0, 1]", "2");
        return SharedSpark.session().createDataFrame(List.of(row.row()), RejectedRow.SCHEMA);
    }
}
