package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code weighbridge runs resume}. */
@Command(
        name = "resume",
        description = "Goes on with a run that broke off, waits for more budget or was cancelled, as it was started.",
        footer = "  weighbridge runs resume 20261122T101530Z-1a2b3c --lake lake --budget 50.00")
final class RunsResumeCommand extends OneRunCommand {
    @Option(names = "--budget", paramLabel = "USD", description = "The most that the whole run may cost.")
    private @Nullable String budget;

    @Option(
            names = RunOrigin.DEADLINE,
            paramLabel = "TIME",
            description = "When it is to be done now (default: as it was started), from now on or an instant.")
    private @Nullable String deadline;

    @Option(names = "--spans", paramLabel = "FILE", description = "Also write what was done as OpenTelemetry spans.")
    private @Nullable Path spans;

    @Mixin
    private final ConcurrencyOption concurrency = new ConcurrencyOption();

    @Option(
            names = RunOrigin.DATABASE,
            paramLabel = "URL",
            description = "Where its PostgreSQL is now (default: where it was).")
    private @Nullable String database;

    private @Nullable WorkloadCommand command;

    @Override
    protected Summary run() throws Exception {
        RunDirectories directories = directories();
        RunOrigin origin = RunOrigin.read(directories.directory(runId()));
        if (database != null) {
            origin = origin.without(RunOrigin.DATABASE).with(RunOrigin.DATABASE, database);
        }
        if (deadline != null) {
            origin = origin.without(RunOrigin.DEADLINE).with(RunOrigin.DEADLINE, deadline);
        }
        List<String> arguments = new ArrayList<>(origin.options());
        arguments.add(RunOrigin.option("--lake", lakeFolder()));
        arguments.add(RunOrigin.option("--resume", runId()));
        if (budget != null) {
            arguments.add(RunOrigin.option("--budget", budget));
        }
        if (spans != null) {
            arguments.add(RunOrigin.option("--spans", spans));
        }
        concurrency.value().ifPresent(calls -> arguments.add(RunOrigin.option("--concurrency", calls)));
        WorkloadCommand again = origin.command().equals("run") ? new RunCommand() : new ReplayCommand();
        parse(again, arguments);
        lend(again);
        command = again;
        return again.run();
    }

    @Override
    protected void printed() throws IOException {
        if (command != null) {
            command.printed();
        }
    }

    private void parse(WorkloadCommand again, List<String> arguments) {
        try {
            new CommandLine(again)
                    .setExpandAtFiles(false)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new BadInputException(
                    "run " + runId() + ": was started by what is no command any more: " + e.getMessage(), e);
        }
    }
}
