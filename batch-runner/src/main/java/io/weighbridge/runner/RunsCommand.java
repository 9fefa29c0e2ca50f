package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code weighbridge runs}: the parent of what can be asked of the runs of a lake. */
@Command(
        name = "runs",
        description =
                "The runs of a lake: which there are and where they stand, going on with them, stopping them, their spans, and the template answers that are in them.",
        subcommands = {
            RunsListCommand.class,
            RunsShowCommand.class,
            RunsResumeCommand.class,
            RunsCancelCommand.class,
            RunsSpansCommand.class,
            RunsTemplatesCommand.class
        },
        footer = "  weighbridge runs list --lake lake")
final class RunsCommand extends JobCommand {
    @Override
    protected Summary run() {
        throw new BadInputException("runs: say what to do: list, show, resume, cancel, spans or templates");
    }
}
