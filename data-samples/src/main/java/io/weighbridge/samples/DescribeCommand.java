package io.weighbridge.samples;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.samples.figures.FiguresText;
import io.weighbridge.samples.figures.TruthFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code samples describe}: the truth's figures and whether they are as they must be. */
@Command(
        name = "describe",
        description =
                "Measures what is true of a seed and world: accuracy, cost, how predictable difficulty is from the"
                        + " prompt, how models' outcomes correlate, and how much there is to save.",
        footer = "  weighbridge samples describe --seed 7 --world mixed")
final class DescribeCommand extends JobCommand {
    @Mixin
    private SampleOptions sample = new SampleOptions();

    @Option(names = "--rows", defaultValue = "60000", description = "Rows to measure (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Override
    protected Summary run() {
        if (rows < 1000) {
            throw new BadInputException("--rows: must be at least 1000, was " + rows);
        }
        TruthFigures figures = TruthFigures.measure(sample.seed(), sample.world(), rows);
        return new Summary(FiguresText.of(figures), figures);
    }
}
