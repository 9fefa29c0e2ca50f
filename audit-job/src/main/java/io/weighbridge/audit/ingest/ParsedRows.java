package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;

import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.Origin;
import io.weighbridge.audit.lake.RejectedRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all files of one ingest before anything is known of their duplicates: the file, the line, the table each
 * is meant for, its identity within that table, and the table's row in the one column that is not null.
 */
final class ParsedRows {
    static final StructType SCHEMA = new StructType()
            .add("file", DataTypes.IntegerType, false)
            .add("line", DataTypes.LongType, false)
            .add("file_sha256", DataTypes.StringType, false)
            .add("destination", DataTypes.StringType, false)
            .add("identity", DataTypes.StringType, false)
            .add("calls", LakeTable.CALLS.schema())
            .add("outcomes", LakeTable.OUTCOMES.schema())
            .add("quarantine", LakeTable.QUARANTINE.schema());

    /** Between the parts of an identity; JSON text and paths do not hold it by accident. */
    static final String SEPARATOR = "\u0000";

    private ParsedRows() {}

    static Row call(InputFile file, long line, String source, String callId, Row call) {
        return row(file, line, LakeTable.CALLS, source + SEPARATOR + callId, call);
    }

    static Row outcome(InputFile file, long line, String outcomeId, Row outcome) {
        return row(file, line, LakeTable.OUTCOMES, outcomeId, outcome);
    }

    /** A rejected row has no identity but its place. */
    static Row rejected(InputFile file, RejectedRow rejected) {
        Origin origin = rejected.origin();
        return row(
                file,
                origin.line(),
                LakeTable.QUARANTINE,
                String.join(SEPARATOR, origin.fileSha256(), rejected.path(), Long.toString(origin.line())),
                rejected.row());
    }

    /** The rows meant for one table, in the schema of that table. */
    static Dataset<Row> of(LakeTable table, Dataset<Row> parsed) {
        return parsed.filter(col("destination").equalTo(table.folder())).select(table.folder() + ".*");
    }

    private static Row row(InputFile file, long line, LakeTable table, String identity, Row cells) {
        return RowFactory.create(
                file.order(),
                line,
                file.sha256(),
                table.folder(),
                identity,
                only(table, LakeTable.CALLS, cells),
                only(table, LakeTable.OUTCOMES, cells),
                only(table, LakeTable.QUARANTINE, cells));
    }

    private static @Nullable Row only(LakeTable table, LakeTable column, Row cells) {
        return table == column ? cells : null;
    }
}
