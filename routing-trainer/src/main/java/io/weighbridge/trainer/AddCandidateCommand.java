package io.weighbridge.trainer;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.trainer.train.AddCandidateJob;
import io.weighbridge.trainer.train.AddCandidateResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weighbridge policy add-candidate}: one more model, from a few hundred outcomes. */
@Command(
        name = "add-candidate",
        description = "Adds a model to a policy from at most 200 outcomes of it, pooled with the nearest candidates.",
        footer =
                "  weighbridge policy add-candidate --policy policy.json --model new-model --lake lake --out wider.json")
final class AddCandidateCommand extends JobCommand {
    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The policy.")
    private Path policy = Path.of("policy.json");

    @Option(names = "--model", required = true, description = "The model to add, as the audit spells it.")
    private String model = "";

    @Mixin
    private final EvidenceOptions evidence = new EvidenceOptions();

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Price book over the configured ones; may be repeated.")
    private List<Path> prices = List.of();

    @Option(
            names = "--max-quality-loss",
            defaultValue = "0.01",
            description = "Expected loss at which it may still join an open task (default: ${DEFAULT-VALUE}).")
    private double maxQualityLoss;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write the policy.")
    private Path out = Path.of("wider.json");

    @Override
    protected Summary run() throws IOException {
        if (!(maxQualityLoss >= 0 && maxQualityLoss < 1)) {
            throw new BadInputException("--max-quality-loss: must be in [0, 1), was " + maxQualityLoss);
        }
        AddCandidateResult result = new AddCandidateJob(
                        Path.of(lake(evidence.lake())), settings(), InstantSource.system())
                .run(policy, model, evidence.audit(), prices, maxQualityLoss, out);
        return new Summary(text(result), result);
    }

    private String text(AddCandidateResult result) {
        return String.format(
                Locale.ROOT,
                "%s joined from %d outcomes, nearest to %s; open in %s.%s Policy in %s",
                result.candidate(),
                result.probes(),
                String.join(", ", result.nearest().keySet()),
                result.openTasks().isEmpty() ? "no task" : String.join(", ", result.openTasks()),
                result.uncertified() ? " UNCERTIFIED until weighbridge certify." : "",
                out);
    }
}
