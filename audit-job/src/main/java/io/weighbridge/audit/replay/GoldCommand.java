package io.weighbridge.audit.replay;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code weighbridge gold}: the parent of what is done with samples that people score. */
@Command(
        name = "gold",
        description = "Has people score a sample of what judge models scored.",
        subcommands = {GoldDrawCommand.class, GoldImportCommand.class},
        footer = "  weighbridge gold draw --lake lake --task triage --draws 200 --out gold.jsonl")
public final class GoldCommand extends JobCommand {
    @Override
    protected Summary run() {
        throw new BadInputException("gold: say what to do: draw or import");
    }
}
