package io.weighbridge.audit.prices;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code weighbridge prices}: the parent of what can be done with price books. */
@Command(
        name = "prices",
        description = "Shows price books, imports price lists, and finds models of a lake that have no price.",
        subcommands = {PricesImportCommand.class, PricesShowCommand.class, PricesCheckCommand.class},
        footer = "  weighbridge prices check --lake lake")
public final class PricesCommand extends JobCommand {
    @Override
    protected Summary run() {
        throw new BadInputException("prices: say what to do: import, show or check");
    }
}
