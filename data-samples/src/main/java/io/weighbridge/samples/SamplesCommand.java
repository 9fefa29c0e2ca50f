package io.weighbridge.samples;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code samples}: the parent of what can be done with sample data. */
@Command(
        name = "samples",
        description = "Generates sample data with known truth, describes it, and serves its simulated models.",
        subcommands = {GenerateCommand.class, DescribeCommand.class, ProviderCommand.class, RunBatchCommand.class},
        footer = "  weighbridge samples generate --seed 7 --calls 60000 --out month")
final class SamplesCommand extends JobCommand {
    @Override
    protected Summary run() {
        throw new BadInputException("samples: say what to do: generate, describe, provider or run-batch");
    }
}
