package io.weighbridge.audit.report;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import io.weighbridge.audit.anomaly.Anomaly;
import io.weighbridge.audit.parquet.ParquetTable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Writes {@code anomalies.parquet}: one row per finding, without its contributors. */
final class AnomalyTable {
    private static final MessageType SCHEMA = Types.buildMessage()
            .addField(ParquetTable.text("kind"))
            .addField(Types.required(INT32).as(LogicalTypeAnnotation.dateType()).named("day"))
            .addField(ParquetTable.text("dimension"))
            .addField(ParquetTable.text("name"))
            .addField(ParquetTable.text("unit"))
            .addField(Types.required(DOUBLE).named("observed"))
            .addField(Types.optional(DOUBLE).named("expected"))
            .addField(Types.optional(DOUBLE).named("usual_low"))
            .addField(Types.optional(DOUBLE).named("usual_high"))
            .addField(Types.optional(DOUBLE).named("ratio"))
            .addField(Types.optional(DOUBLE).named("p_value"))
            .addField(Types.optional(DOUBLE).named("false_alarms_per_month"))
            .addField(ParquetTable.money("spend_usd"))
            .addField(ParquetTable.optionalMoney("excess_usd"))
            .addField(ParquetTable.text("explanation"))
            .named("anomalies");

    private AnomalyTable() {}

    static void write(FileSystem files, Path file, List<Anomaly> findings) throws IOException {
        try (ParquetTable table = ParquetTable.create(files, file, SCHEMA)) {
            for (Anomaly finding : findings) {
                table.write(row -> row.put("kind", finding.kind())
                        .put("day", finding.day())
                        .put("dimension", finding.dimension())
                        .put("name", finding.name())
                        .put("unit", finding.unit())
                        .put("observed", finding.observed())
                        .put("expected", finding.expected())
                        .put("usual_low", finding.usualLow())
                        .put("usual_high", finding.usualHigh())
                        .put("ratio", finding.ratio())
                        .put("p_value", finding.pValue())
                        .put("false_alarms_per_month", finding.falseAlarmsPerMonth())
                        .put("spend_usd", finding.spendUsd())
                        .put("excess_usd", finding.excessUsd())
                        .put("explanation", finding.explanation()));
            }
        }
    }
}
