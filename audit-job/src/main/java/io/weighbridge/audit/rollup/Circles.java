package io.weighbridge.audit.rollup;

import static org.apache.spark.sql.types.DataTypes.StringType;

import io.weighbridge.audit.scan.TextColumn;
import io.weighbridge.audit.scan.TextIds;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Tells calls of one tenant, model and task, which may share answers, from those of others: a number of 64 bits for each. Calls of which neither
 * the log nor a rule tells the task are together, whatever their templates.
 */
final class Circles {
    /** The first columns of whatever is read by circle. */
    static final StructType COLUMNS = new StructType()
            .add("tenant", StringType)
            .add("model", StringType)
            .add("task", StringType)
            .add("application", StringType);

    private final TextColumn[] texts = new TextColumn[COLUMNS.length()];
    private final TaskIds tasks;

    Circles(TextIds ids, TaskIds tasks) {
        this.tasks = tasks;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = new TextColumn(ids);
        }
    }

    /** Turns to the next batch. */
    void turnTo(ColumnarBatch batch) {
        for (int i = 0; i < texts.length; i++) {
            texts[i].turnTo(batch.column(i));
        }
    }

    long circle(int row) {
        int task = tasks.task(texts[2], texts[3], null, row);
        return Hashes.mixed(Hashes.mixed((long) texts[0].id(row) << 32 | texts[1].id(row)) ^ task);
    }
}
