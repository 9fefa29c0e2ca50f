package io.weighbridge.audit.report;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.weighbridge.audit.parquet.ParquetTable;
import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLedger;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Writes {@code spend.parquet}: one row per day, team, application, task and model. */
final class SpendTable {
    private static final MessageType SCHEMA = Types.buildMessage()
            .addField(Types.required(INT32).as(LogicalTypeAnnotation.dateType()).named("day"))
            .addField(ParquetTable.optionalText("team"))
            .addField(ParquetTable.optionalText("application"))
            .addField(ParquetTable.text("task"))
            .addField(ParquetTable.text("model"))
            .addField(Types.required(INT64).named("calls"))
            .addField(Types.required(INT64).named("input_tokens"))
            .addField(Types.required(INT64).named("output_tokens"))
            .addField(ParquetTable.money("billed_usd"))
            .addField(ParquetTable.money("computed_usd"))
            .addField(ParquetTable.money("spend_usd"))
            .addField(ParquetTable.money("spend_low_usd"))
            .addField(ParquetTable.optionalMoney("spend_high_usd"))
            .addField(Types.required(INT64).named("unpriced_calls"))
            .addField(Types.required(INT64).named("usage_missing_calls"))
            .addField(Types.required(INT64).named("estimated_calls"))
            .named("spend");

    private SpendTable() {}

    static void write(FileSystem files, Path file, SpendLedger ledger) throws IOException {
        try (ParquetTable table = ParquetTable.create(files, file, SCHEMA)) {
            ledger.lines().forEach(line -> {
                SpendAmount amount = line.amount();
                table.write(row -> row.put("day", line.day())
                        .put("team", line.team())
                        .put("application", line.application())
                        .put("task", line.task())
                        .put("model", line.model())
                        .put("calls", amount.calls())
                        .put("input_tokens", amount.inputTokens())
                        .put("output_tokens", amount.outputTokens())
                        .put("billed_usd", amount.billedUsd())
                        .put("computed_usd", amount.computedUsd())
                        .put("spend_usd", amount.spendUsd())
                        .put("spend_low_usd", amount.spendLowUsd())
                        .put("spend_high_usd", amount.spendHighUsd())
                        .put("unpriced_calls", amount.unpricedCalls())
                        .put("usage_missing_calls", amount.usageMissingCalls())
                        .put("estimated_calls", amount.estimatedCalls()));
            });
        }
    }
}
