package io.weighbridge.audit.upkeep;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Summary;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge lake retain}: forgets old calls. */
@Command(
        name = "retain",
        description = "Deletes calls of days that are further back than N. The ledger of files stays, so that their"
                + " files are not read again; old versions stay readable until weighbridge lake vacuum.",
        footer = "  weighbridge lake retain --lake lake --keep-days 400")
final class RetainCommand extends UpkeepCommand {
    @Option(
            names = "--keep-days",
            paramLabel = "N",
            required = true,
            description = "Calls of today and of the N days before it (UTC) stay.")
    private int keepDays;

    private final Clock clock = Clock.systemUTC();

    @Override
    protected Summary run() {
        if (keepDays < 0) {
            throw new BadInputException("--keep-days: must not be negative, was " + keepDays);
        }
        LocalDate first = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(keepDays);
        return whileOthersWrite("retain", lake -> retain(lake, first));
    }

    private static Summary retain(Lake lake, LocalDate first) {
        Column isOld = col("day").lt(lit(first));
        long old = lake.calls().filter(isOld).count();
        if (old > 0) {
            lake.delta(LakeTable.CALLS).delete(isOld);
        }
        return new Summary("%,d calls before %s deleted".formatted(old, first), new Json(old, first));
    }

    /** The result line of {@code --json}. */
    record Json(long callsDeleted, LocalDate firstDay) {}
}
