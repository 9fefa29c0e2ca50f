package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code weighbridge runs}: the parent of what can be asked of the runs of a lake. */
@Command(
        name = "runs",
        description =
                "Shows the runs of a lake: those that ended, that wait for more budget, that go on and that broke off.",
        subcommands = {RunsListCommand.class, RunsShowCommand.class},
        footer = "  weighbridge runs list --lake lake")
final class RunsCommand extends JobCommand {
    @Override
    protected Summary run() {
        throw new BadInputException("runs: say what to do: list or show");
    }
}
