package io.weighbridge.trainer;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.trainer.train.CompareJob;
import io.weighbridge.trainer.train.CompareResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weighbridge compare}: quality and cost of two policies on the same units. */
@Command(
        name = "compare",
        description = "Compares two policies on the same unseen units: paired differences of quality and cost.",
        footer = "  weighbridge compare --policy old.json --policy new.json --lake lake")
final class CompareCommand extends JobCommand {
    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "A policy; give two.")
    private List<Path> policies = List.of();

    @Mixin
    private final EvidenceOptions evidence = new EvidenceOptions();

    @Option(
            names = "--confidence",
            defaultValue = "0.95",
            description = "Confidence of each interval (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(names = "--seed", defaultValue = "0", description = "Seed of the bootstrap (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    protected Summary run() throws IOException {
        if (policies.size() != 2) {
            throw new BadInputException("--policy: must be given twice, was given " + policies.size() + " times");
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new BadInputException("--confidence: must be in (0, 1), was " + confidence);
        }
        CompareResult result = new CompareJob(Path.of(lake(evidence.lake())))
                .run(policies.get(0), policies.get(1), evidence.audit(), confidence, seed);
        return new Summary(text(result), result);
    }

    private static String text(CompareResult result) {
        CompareResult.Difference quality = result.quality();
        CompareResult.Difference cost = result.costPerCallUsd();
        return String.format(
                Locale.ROOT,
                "A against B on %,d units in %,d clusters of audit %s: quality %.4f against %.4f, difference %+.4f"
                        + " [%+.4f, %+.4f]; cost a call %s; the same model for %.1f %%",
                result.units(),
                result.clusters(),
                result.evidence(),
                quality.a(),
                quality.b(),
                quality.difference(),
                quality.low(),
                quality.high(),
                cost == null
                        ? "unknown"
                        : String.format(
                                Locale.ROOT,
                                "%.6g against %.6g USD, difference %+.3g [%+.3g, %+.3g]",
                                cost.a(),
                                cost.b(),
                                cost.difference(),
                                cost.low(),
                                cost.high()),
                100 * result.sameModel());
    }
}
