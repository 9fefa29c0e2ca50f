package io.weighbridge.trainer;

import io.weighbridge.cli.Settings;
import io.weighbridge.trainer.train.TrainOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code train} and {@code certify} are asked alike about the promise. */
final class CertificateOptions {
    @Option(
            names = "--max-quality-loss",
            defaultValue = "0.01",
            description = "Loss of mean quality that may be promised (default: ${DEFAULT-VALUE}).")
    private double maxQualityLoss;

    @Option(
            names = "--task-max-quality-loss",
            paramLabel = "TASK=LOSS",
            description = "Loss of mean quality within one task; nothing is certified that loses more there.")
    private Map<String, Double> taskMaxQualityLoss = Map.of();

    @Option(
            names = "--confidence",
            defaultValue = "0.95",
            description = "Confidence of the promise (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--uncertified",
            description = "Export what looks good enough although it was not certified; marked so everywhere.")
    private boolean uncertified;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Salt of the split and of the order of the test (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--certificate-days",
            paramLabel = "DAYS",
            description = "How long the promise holds, 1 to 366 (default: the settings').")
    private @Nullable Integer certificateDays;

    /** @param verifierCostUsd what a check of an answer costs, by task */
    TrainOptions with(Map<String, Double> verifierCostUsd, Settings settings) {
        return new TrainOptions(
                maxQualityLoss,
                confidence,
                seed,
                taskMaxQualityLoss,
                verifierCostUsd,
                certificateDays == null ? settings.certificateDays() : certificateDays,
                uncertified);
    }
}
