package io.weighbridge.audit.report;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.weighbridge.audit.parquet.ParquetTable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Types;

/** Writes {@code evidence.parquet}: one row per task and candidate, the columns of a verdict in summary.json. */
final class EvidenceTable {
    private static final MessageType SCHEMA = Types.buildMessage()
            .addField(ParquetTable.text("task"))
            .addField(ParquetTable.optionalText("incumbent"))
            .addField(ParquetTable.optionalText("candidate"))
            .addField(ParquetTable.text("status"))
            .addField(ParquetTable.text("verdict"))
            .addField(count("units"))
            .addField(count("clusters"))
            .addField(number("effective_size"))
            .addField(number("estimate"))
            .addField(number("low"))
            .addField(number("high"))
            .addField(ParquetTable.optionalText("interval_method"))
            .addField(number("anytime_low"))
            .addField(number("anytime_high"))
            .addField(ParquetTable.optionalMoney("saving_usd"))
            .addField(ParquetTable.optionalMoney("saving_low_usd"))
            .addField(ParquetTable.optionalMoney("saving_high_usd"))
            .addField(ParquetTable.text("saving_basis"))
            .addField(count("replays_at_least"))
            .addField(count("replays_at_most"))
            .addField(ParquetTable.optionalMoney("replay_cost_usd"))
            .addField(ParquetTable.text("reason"))
            .addField(number("needed_share"))
            .addField(number("needed_share_low"))
            .addField(number("needed_share_high"))
            .named("evidence");

    private EvidenceTable() {}

    static void write(FileSystem files, Path file, List<AuditSummary.VerdictLine> verdicts) throws IOException {
        try (ParquetTable table = ParquetTable.create(files, file, SCHEMA)) {
            for (AuditSummary.VerdictLine line : verdicts) {
                table.write(row -> row.put("task", line.task())
                        .put("incumbent", line.incumbent())
                        .put("candidate", line.candidate())
                        .put("status", line.status())
                        .put("verdict", line.verdict())
                        .put("units", line.units())
                        .put("clusters", line.clusters())
                        .put("effective_size", line.effectiveSize())
                        .put("estimate", line.estimate())
                        .put("low", line.low())
                        .put("high", line.high())
                        .put("interval_method", line.intervalMethod())
                        .put("anytime_low", line.anytimeLow())
                        .put("anytime_high", line.anytimeHigh())
                        .put("saving_usd", line.savingUsd())
                        .put("saving_low_usd", line.savingLowUsd())
                        .put("saving_high_usd", line.savingHighUsd())
                        .put("saving_basis", line.savingBasis())
                        .put("replays_at_least", line.replaysAtLeast())
                        .put("replays_at_most", line.replaysAtMost())
                        .put("replay_cost_usd", line.replayCostUsd())
                        .put("reason", line.reason())
                        .put("needed_share", line.neededShare())
                        .put("needed_share_low", line.neededShareLow())
                        .put("needed_share_high", line.neededShareHigh()));
            }
        }
    }

    private static PrimitiveType count(String name) {
        return Types.optional(INT64).named(name);
    }

    private static PrimitiveType number(String name) {
        return Types.optional(DOUBLE).named(name);
    }
}
