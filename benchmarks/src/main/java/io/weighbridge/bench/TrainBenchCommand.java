package io.weighbridge.bench;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Commands;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.cli.Summary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench train}. */
@Command(
        name = "train",
        description = {
            "Trains a policy as a user does, in a process of its own, on made-up prompts of 1 kB that every model has answered:"
                    + " seconds of each stage, and the most memory that the process held.",
            "The final fit is timed apart from the cross-validation that chooses its settings."
        },
        footer = "  weighbridge bench train --units 1000000 --models 11 --json train.json")
final class TrainBenchCommand extends JobCommand {
    private static final int LEAST_UNITS = 1_000;
    private static final int MOST_MODELS = 60;

    @Option(names = "--units", defaultValue = "1000000", description = "Prompts (default: ${DEFAULT-VALUE}).")
    private int units;

    @Option(names = "--models", defaultValue = "11", description = "Which answer each (default: ${DEFAULT-VALUE}).")
    private int models;

    @Option(names = "--heap", defaultValue = "6500m", description = "Heap of the training (default: ${DEFAULT-VALUE}).")
    private String heap = "";

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Folder for the lake, emptied at the end (default: the system's for temporary files).")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));

    @Mixin
    private final ResultFile result = new ResultFile();

    /** A price book in which each model costs 1.6 times the one before, as in train.sql. */
    private static Map<String, Object> prices(int models) {
        List<Map<String, String>> entries = IntStream.range(0, models)
                .mapToObj(model -> {
                    String price = BigDecimal.valueOf(Math.pow(1.6, model))
                            .setScale(6, RoundingMode.HALF_EVEN)
                            .toPlainString();
                    return Map.of(
                            "model",
                            String.format(Locale.ROOT, "model-%02d", model),
                            "provider",
                            "bench",
                            "input",
                            price,
                            "output",
                            price,
                            "source",
                            "made up",
                            "as_of",
                            "2026-01-01");
                })
                .toList();
        return Map.of("format", "weighbridge-prices/1", "entries", entries);
    }

    @Override
    protected Summary run() throws Exception {
        if (units < LEAST_UNITS) {
            throw new BadInputException("--units: must be at least " + LEAST_UNITS + ", was " + units);
        }
        if (models < 2 || models > MOST_MODELS) {
            throw new BadInputException("--models: must be in [2, " + MOST_MODELS + "], was " + models);
        }
        try (Scratch scratch = Scratch.under(work)) {
            Path prices = Files.writeString(scratch.resolve("prices.json"), JsonOutput.pretty(prices(models)));
            Path settings = Files.writeString(scratch.resolve("weighbridge.yaml"), "prices: [" + prices + "]\n");
            Commands commands = new Commands(
                    Commands.launcher(console().environment()),
                    settings,
                    Map.of("WEIGHBRIDGE_JAVA_OPTS", "-Xmx" + heap));
            return new TrainBench(commands, scratch, console().err()::println)
                    .run(units, models)
                    .summary(result.path());
        }
    }
}
