package io.weighbridge.runner;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge runs list}. */
@Command(
        name = "list",
        description = "Lists the runs of a lake, newest first, with where each stands and what it handed over last.",
        footer = "  weighbridge runs list --lake lake --json")
final class RunsListCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake, on a local disk.")
    private @Nullable String lake;

    /** The result line of {@code --json}. */
    private record Result(List<RunEntry> runs) {}

    @Override
    protected Summary run() throws Exception {
        RunDirectories directories = RunDirectories.in(WorkloadCommand.localLake(lake(lake)), Clock.systemUTC());
        List<RunEntry> runs = new ArrayList<>();
        try (RunHolders holders = new RunHolders(settings(), console().environment())) {
            for (String runId : directories.newestFirst()) {
                runs.add(RunEntry.of(directories, runId, holders));
            }
        }
        String text = runs.isEmpty()
                ? "no runs in " + directories.runs()
                : runs.stream().map(RunEntry::line).collect(Collectors.joining(System.lineSeparator()));
        return new Summary(text, new Result(runs));
    }
}
