package io.weighbridge.audit.lake;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.time.Instant;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * One line of the ledger of sources: a file whose rows are all in the lake.
 *
 * @param sha256 hash of the file's bytes, which identifies it whatever it is called
 * @param bytes size of the file as stored
 * @param counts what became of its rows
 * @param priceVersion the price book its calls were priced with
 */
public record IngestedFile(
        String sha256,
        String path,
        String format,
        long bytes,
        RowCounts counts,
        String priceVersion,
        Instant ingestedAt) {
    public static final StructType SCHEMA = new StructType()
            .add("sha256", StringType, false)
            .add("path", StringType, false)
            .add("format", StringType, false)
            .add("bytes", LongType, false)
            .add("rows_read", LongType, false)
            .add("accepted", LongType, false)
            .add("duplicate", LongType, false)
            .add("quarantined", LongType, false)
            .add("price_version", StringType, false)
            .add("ingested_at", TimestampType, false)
            .add("superseded", LongType);

    private static final RowLayout LAYOUT = new RowLayout(SCHEMA);

    public Row row() {
        return LAYOUT.newRow()
                .set("sha256", sha256)
                .set("path", path)
                .set("format", format)
                .set("bytes", bytes)
                .set("rows_read", counts.read())
                .set("accepted", counts.accepted())
                .set("duplicate", counts.duplicate())
                .set("quarantined", counts.quarantined())
                .set("price_version", priceVersion)
                .set("ingested_at", ingestedAt)
                .set("superseded", counts.superseded())
                .build();
    }

    public static IngestedFile of(Row row) {
        Cells cells = new Cells(row);
        Long superseded = cells.wholeOrNull("superseded");
        RowCounts counts = new RowCounts(
                cells.whole("rows_read"),
                cells.whole("accepted"),
                cells.whole("duplicate"),
                cells.whole("quarantined"),
                superseded == null ? 0 : superseded);
        return new IngestedFile(
                cells.text("sha256"),
                cells.text("path"),
                cells.text("format"),
                cells.whole("bytes"),
                counts,
                cells.text("price_version"),
                cells.instant("ingested_at"));
    }
}
