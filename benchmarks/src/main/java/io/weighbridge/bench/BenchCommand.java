package io.weighbridge.bench;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code bench}: the parent of all measurements. */
@Command(
        name = "bench",
        description = "Measures Weighbridge on this machine, beside a peer in the same run.",
        subcommands = {
            IngestBenchCommand.class,
            AuditBenchCommand.class,
            CrashBenchCommand.class,
            CoverageBenchCommand.class,
            ReplayBenchCommand.class,
            EngineBenchCommand.class,
            RouteBenchCommand.class,
            TrainBenchCommand.class,
            RunBenchCommand.class
        },
        footer = "  weighbridge bench ingest --rows 1000000 --json ingest.json")
final class BenchCommand extends JobCommand {
    @Override
    protected Summary run() {
        throw new BadInputException(
                "bench: say what to measure: ingest, audit, crash, coverage, replay, engine, route, train or run");
    }
}
