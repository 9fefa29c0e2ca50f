package io.weighbridge.audit.window;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code weighbridge window}: the parent of what can be done with registered windows. */
@Command(
        name = "window",
        description = "Registers which pairs of task and candidate an audit of some days will judge, before looking.",
        subcommands = {WindowRegisterCommand.class, WindowAddCommand.class},
        footer = "  weighbridge window register --lake lake --from 2026-12-01 --to 2026-12-31 --tolerance 0.01")
public final class WindowCommand extends JobCommand {
    @Override
    protected Summary run() {
        throw new BadInputException("window: say what to do: register or add");
    }
}
