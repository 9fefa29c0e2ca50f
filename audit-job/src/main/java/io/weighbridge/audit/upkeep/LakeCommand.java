package io.weighbridge.audit.upkeep;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code weighbridge lake}: the parent of what can be done to a lake as a whole. */
@Command(
        name = "lake",
        description = "Keeps a lake small, lawful and readable: compact, vacuum, retain, erase, migrate.",
        subcommands = {
            CompactCommand.class,
            VacuumCommand.class,
            RetainCommand.class,
            EraseCommand.class,
            MigrateCommand.class
        },
        footer = "  weighbridge lake compact --lake lake")
public final class LakeCommand extends JobCommand {
    @Override
    protected Summary run() {
        throw new BadInputException("lake: say what to do: compact, vacuum, retain, erase or migrate");
    }
}
