package io.weighbridge.runner;

import io.weighbridge.cli.JobCommand;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about one run of a lake. */
abstract class OneRunCommand extends JobCommand {
    @Parameters(paramLabel = "RUN", description = "The run.")
    private String runId = "";

    @Option(names = "--lake", paramLabel = "DIR", description = "The lake, on a local disk.")
    private @Nullable String lake;

    String runId() {
        return runId;
    }

    Path lakeFolder() {
        return WorkloadCommand.localLake(lake(lake));
    }

    /** Asks whether the run has a process. */
    RunHolders holders() {
        return new RunHolders(settings(), console().environment());
    }

    /** @throws io.weighbridge.cli.BadInputException if the lake has no such run */
    RunDirectories directories() {
        RunDirectories directories = RunDirectories.in(lakeFolder(), Clock.systemUTC());
        directories.requireExists(runId);
        return directories;
    }
}
