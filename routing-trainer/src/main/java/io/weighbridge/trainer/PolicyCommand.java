package io.weighbridge.trainer;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code weighbridge policy}: the parent of what can be done to a policy without training it again. */
@Command(
        name = "policy",
        description = "Changes a policy without training it again; its certificate is void until certify.",
        subcommands = {RepriceCommand.class, AddCandidateCommand.class},
        footer = "  weighbridge policy reprice --policy policy.json --prices prices.json --out repriced.json")
final class PolicyCommand extends JobCommand {
    @Override
    protected Summary run() {
        throw new BadInputException("policy: say what to do: reprice or add-candidate");
    }
}
