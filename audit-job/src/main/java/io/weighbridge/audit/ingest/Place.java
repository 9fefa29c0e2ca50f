package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.OutcomeId;
import io.weighbridge.tokenlog.format.Reading;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Where a row was read, which table it is meant for, its identity in that table and when its source last changed it; all
 * that is needed to find duplicates and corrections.
 */
final class Place {
    static final StructType SCHEMA = new StructType()
            .add("file", DataTypes.IntegerType, false)
            .add("line", DataTypes.LongType, false)
            .add("file_sha256", DataTypes.StringType, false)
            .add("destination", DataTypes.StringType, false)
            .add("identity", DataTypes.StringType, false)
            .add("updated_at", DataTypes.TimestampType);

    /** Between the parts of an identity; no text of a log holds it by accident. */
    static final String SEPARATOR = "\u0000";

    private Place() {}

    static Row row(InputFile file, Reading reading) {
        return RowFactory.create(
                file.order(),
                reading.line(),
                file.sha256(),
                destination(reading).folder(),
                identity(file, reading),
                reading instanceof Reading.OfCall call ? call.call().updatedAt() : null);
    }

    static LakeTable destination(Reading reading) {
        return switch (reading) {
            case Reading.OfCall call -> LakeTable.CALLS;
            case Reading.OfOutcome outcome -> LakeTable.OUTCOMES;
            case Reading.Rejected rejected -> LakeTable.QUARANTINE;
        };
    }

    private static String identity(InputFile file, Reading reading) {
        return switch (reading) {
            case Reading.OfCall call ->
                call.call().source() + SEPARATOR + call.call().callId();
            case Reading.OfOutcome outcome -> OutcomeId.of(outcome.outcome(), outcome.rowId());
            case Reading.Rejected rejected ->
                // The prompts beside an outcomes table have lines of their own.
                String.join(SEPARATOR, file.sha256(), rejected.file(), Long.toString(rejected.line()));
        };
    }
}
