package io.weighbridge.audit.upkeep;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeLease;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.Summary;
import java.util.ConcurrentModificationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that changes a lake as a whole. Each may be repeated, and repeated after it broke off. */
abstract class UpkeepCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "Directory or Hadoop file-system URI of the lake.")
    private @Nullable String lake;

    /** Does the work while ingests may go on. */
    final Summary whileOthersWrite(String job, Function<Lake, Summary> work) {
        return onLake(job, LakeLease::toWrite, work);
    }

    /** Does the work alone. */
    final Summary alone(String job, Function<Lake, Summary> work) {
        return onLake(job, LakeLease::toDelete, work);
    }

    private Summary onLake(String job, Function<Lake, LakeLease> lease, Function<Lake, Summary> work) {
        String root = lake(lake);
        return SparkSessions.run("lake " + job, spark -> {
            Lake opened = open(Lake.ofAnyFormat(spark, root));
            try (LakeLease held = lease.apply(opened)) {
                return work.apply(opened);
            } catch (ConcurrentModificationException e) {
                throw new JobFailedException(
                        root + ": another job wrote to the lake at the same time",
                        "the same weighbridge lake " + job + " again",
                        e);
            }
        });
    }

    /** Refuses what this command cannot work on. */
    Lake open(Lake found) {
        return Lake.at(found.spark(), found.root());
    }
}
