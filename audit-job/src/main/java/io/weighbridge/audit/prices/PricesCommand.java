package io.weighbridge.audit.prices;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code weighbridge prices}: the parent of what can be done with price books. */
@Command(
        name = "prices",
        description =
                "Shows price books, imports price lists, finds models of a lake that have no price, and reprices a lake.",
        subcommands = {
            PricesImportCommand.class,
            PricesShowCommand.class,
            PricesCheckCommand.class,
            PricesRecomputeCommand.class
        },
        footer = "  weighbridge prices check --lake lake")
public final class PricesCommand extends JobCommand {
    @Override
    protected Summary run() {
        throw new BadInputException("prices: say what to do: import, show, check or recompute");
    }
}
