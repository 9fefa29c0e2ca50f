package io.weighbridge.audit.upkeep;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge lake vacuum}: deletes files of old versions. */
@Command(
        name = "vacuum",
        description = "Deletes files that only old versions of the tables need, those of jobs that died, and rollups,"
                + " which the next audit makes again."
                + " Refuses while another job is at work.",
        footer = "  weighbridge lake vacuum --lake lake --keep-hours 168")
final class VacuumCommand extends UpkeepCommand {
    @Option(
            names = "--keep-hours",
            paramLabel = "N",
            defaultValue = "168",
            description = "Versions of the last N hours stay readable (default: ${DEFAULT-VALUE}, a week). With fewer"
                    + " than 24, readers that began before may fail.")
    private int keepHours;

    @Override
    protected Summary run() {
        if (keepHours < 0) {
            throw new BadInputException("--keep-hours: must not be negative, was " + keepHours);
        }
        return alone("vacuum", this::vacuum);
    }

    private Summary vacuum(Lake lake) {
        DataFiles deleted = DataFiles.NONE;
        for (LakeTable table : lake.tables()) {
            deleted = deleted.plus(DataFiles.vacuum(lake, table, keepHours));
        }
        deleted = deleted.plus(DataFiles.deleteRollups(lake));
        return new Summary(
                "%,d files of %,d bytes deleted; versions of the last %,d hours stay readable"
                        .formatted(deleted.files(), deleted.bytes(), keepHours),
                new Json(deleted.files(), deleted.bytes(), keepHours));
    }

    /** The result line of {@code --json}. */
    record Json(long filesDeleted, long bytesDeleted, int keepHours) {}
}
