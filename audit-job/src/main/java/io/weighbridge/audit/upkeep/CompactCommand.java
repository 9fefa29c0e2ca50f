package io.weighbridge.audit.upkeep;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.cli.Summary;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;

/** {@code weighbridge lake compact}: few large files in place of many small ones. */
@Command(
        name = "compact",
        description = "Merges small files of every table; the rows stay the same. Ingests may go on meanwhile.",
        footer = "  weighbridge lake compact --lake lake")
final class CompactCommand extends UpkeepCommand {
    @Override
    protected Summary run() {
        return whileOthersWrite("compact", CompactCommand::compact);
    }

    private static Summary compact(Lake lake) {
        List<Compacted> tables =
                lake.tables().stream().map(table -> compact(lake, table)).toList();
        List<String> lines = new ArrayList<>();
        for (Compacted table : tables) {
            lines.add("%s: %,d files became %,d".formatted(table.table(), table.filesRemoved(), table.filesAdded()));
        }
        return new Summary(lines.isEmpty() ? "the lake has no tables" : String.join("\n", lines), new Json(tables));
    }

    private static Compacted compact(Lake lake, LakeTable table) {
        Row metrics = lake.delta(table)
                .optimize()
                .executeCompaction()
                .select("metrics.numFilesRemoved", "metrics.numFilesAdded")
                .first();
        return new Compacted(table.folder(), metrics.getLong(0), metrics.getLong(1));
    }

    /** What became of one table; 0 and 0 where nothing was to be done. */
    record Compacted(String table, long filesRemoved, long filesAdded) {}

    /** The result line of {@code --json}. */
    record Json(List<Compacted> tables) {}
}
