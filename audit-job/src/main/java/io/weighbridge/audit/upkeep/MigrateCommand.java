package io.weighbridge.audit.upkeep;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeFormat;
import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;
import picocli.CommandLine.Command;

/** {@code weighbridge lake migrate}: brings a lake of an older format up to this build's. */
@Command(
        name = "migrate",
        description =
                "Brings a lake that an older build wrote to this build's format. Columns are added; no row changes.",
        footer = "  weighbridge lake migrate --lake lake")
final class MigrateCommand extends UpkeepCommand {
    @Override
    protected Summary run() {
        return alone("migrate", MigrateCommand::migrate);
    }

    @Override
    Lake open(Lake found) {
        int version = found.format().version();
        if (version > LakeFormat.VERSION) {
            throw new BadInputException("%s: Unsupported lake format %d; this build reads %d"
                    .formatted(found.root(), version, LakeFormat.VERSION));
        }
        return found;
    }

    private static Summary migrate(Lake lake) {
        int from = lake.format().version();
        List<String> added = new ArrayList<>();
        for (LakeTable table : lake.tables()) {
            List<StructField> missing = missing(lake, table);
            if (!missing.isEmpty()) {
                lake.spark().sql(addition(lake, table, missing));
            }
            missing.forEach(column -> added.add(table.folder() + "." + column.name()));
        }
        // Last, so that a migration that broke off begins again.
        if (from < LakeFormat.VERSION) {
            lake.format().record();
        }
        String columns = added.isEmpty() ? "" : "; added " + String.join(", ", added);
        return new Summary(
                from == LakeFormat.VERSION && added.isEmpty()
                        ? "the lake has format %d already".formatted(from)
                        : "the lake has format %d now, had %d%s".formatted(LakeFormat.VERSION, from, columns),
                new Json(from, LakeFormat.VERSION, added));
    }

    private static List<StructField> missing(Lake lake, LakeTable table) {
        // As it is written: what the lake reads has all columns, those of an older table empty.
        Set<String> present = Set.of(lake.spark()
                .read()
                .format("delta")
                .load(lake.path(table).toString())
                .columns());
        return Arrays.stream(table.schema().fields())
                .filter(column -> !present.contains(column.name()))
                .toList();
    }

    private static String addition(Lake lake, LakeTable table, List<StructField> columns) {
        String path = lake.path(table).toString().replace("`", "``");
        return columns.stream()
                .map(column -> column.name() + " " + column.dataType().sql())
                .collect(Collectors.joining(", ", "ALTER TABLE delta.`" + path + "` ADD COLUMNS (", ")"));
    }

    /** The result line of {@code --json}. */
    record Json(int from, int to, List<String> columnsAdded) {}
}
