package io.weighbridge.audit.report;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.weighbridge.audit.parquet.ParquetTable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Writes {@code slices.parquet}: one row per team, application or agent, task (null for all) and candidate. */
final class SliceTable {
    private static final MessageType SCHEMA = Types.buildMessage()
            .addField(ParquetTable.text("dimension"))
            .addField(ParquetTable.text("value"))
            .addField(ParquetTable.optionalText("task"))
            .addField(ParquetTable.text("candidate"))
            .addField(ParquetTable.text("status"))
            .addField(Types.required(INT64).named("units"))
            .addField(Types.required(INT64).named("clusters"))
            .addField(Types.required(DOUBLE).named("effective_size"))
            .addField(Types.required(DOUBLE).named("calls"))
            .addField(Types.optional(DOUBLE).named("estimate"))
            .addField(Types.optional(DOUBLE).named("low"))
            .addField(Types.optional(DOUBLE).named("high"))
            .addField(ParquetTable.optionalMoney("saving_per_call_usd"))
            .addField(ParquetTable.optionalMoney("saving_per_call_low_usd"))
            .addField(ParquetTable.optionalMoney("saving_per_call_high_usd"))
            .addField(ParquetTable.text("reason"))
            .named("slices");

    private SliceTable() {}

    static void write(FileSystem files, Path file, List<AuditSummary.SliceLine> slices) throws IOException {
        try (ParquetTable table = ParquetTable.create(files, file, SCHEMA)) {
            for (AuditSummary.SliceLine line : slices) {
                table.write(row -> row.put("dimension", line.dimension())
                        .put("value", line.value())
                        .put("task", line.task())
                        .put("candidate", line.candidate())
                        .put("status", line.status())
                        .put("units", line.units())
                        .put("clusters", line.clusters())
                        .put("effective_size", line.effectiveSize())
                        .put("calls", line.calls())
                        .put("estimate", line.estimate())
                        .put("low", line.low())
                        .put("high", line.high())
                        .put("saving_per_call_usd", line.savingPerCallUsd())
                        .put("saving_per_call_low_usd", line.savingPerCallLowUsd())
                        .put("saving_per_call_high_usd", line.savingPerCallHighUsd())
                        .put("reason", line.reason()));
            }
        }
    }
}
