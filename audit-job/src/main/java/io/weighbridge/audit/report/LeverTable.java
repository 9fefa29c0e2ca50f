package io.weighbridge.audit.report;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.weighbridge.audit.levers.LeverSaving;
import io.weighbridge.audit.parquet.ParquetTable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Writes {@code levers.parquet}: one row per lever, task and team on which it saves anything. */
final class LeverTable {
    private static final MessageType SCHEMA = Types.buildMessage()
            .addField(ParquetTable.text("lever"))
            .addField(ParquetTable.text("confidence"))
            .addField(ParquetTable.text("task"))
            .addField(ParquetTable.optionalText("team"))
            .addField(Types.required(INT64).named("calls"))
            .addField(ParquetTable.optionalMoney("saving_usd"))
            .named("levers");

    private LeverTable() {}

    static void write(FileSystem files, Path file, List<LeverSaving> savings) throws IOException {
        try (ParquetTable table = ParquetTable.create(files, file, SCHEMA)) {
            for (LeverSaving saving : savings) {
                table.write(row -> row.put("lever", saving.lever().label())
                        .put("confidence", saving.lever().confidence().name().toLowerCase(Locale.ROOT))
                        .put("task", saving.task())
                        .put("team", saving.team())
                        .put("calls", saving.calls())
                        .put("saving_usd", saving.savingUsd()));
            }
        }
    }
}
