package io.weighbridge.samples.truth;

import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The models of the samples, dearest first. Names are fictional on purpose; prices are those of the built-in price
 * book's source "simulated".
 */
public enum SimulatedModel {
    FRONTIER("sim-frontier", 3_000_000, 15_000_000, 1.00, 1.00, 9),
    MEDIUM("sim-medium", 800_000, 4_000_000, 1.05, 1.00, 6),
    SMALL("sim-small", 150_000, 600_000, 1.15, 1.03, 4),
    OPEN_8B("sim-open-8b", 50_000, 100_000, 1.30, 1.07, 5);

    /** The company's default, to which the others are compared. */
    public static final SimulatedModel INCUMBENT = FRONTIER;

    /** Provider name in logs and price book. */
    public static final String PROVIDER = "simulated";

    private final String label;
    private final long inputPicodollars;
    private final long outputPicodollars;
    private final double verbosity;
    private final double tokensPerToken;
    private final int millisPerOutputToken;

    SimulatedModel(
            String label,
            long inputPicodollars,
            long outputPicodollars,
            double verbosity,
            double tokensPerToken,
            int millisPerOutputToken) {
        this.label = label;
        this.inputPicodollars = inputPicodollars;
        this.outputPicodollars = outputPicodollars;
        this.verbosity = verbosity;
        this.tokensPerToken = tokensPerToken;
        this.millisPerOutputToken = millisPerOutputToken;
    }

    /** The model of this name, if it is one of ours. */
    public static Optional<SimulatedModel> named(String label) {
        return Arrays.stream(values())
                .filter(model -> model.label.equals(label))
                .findFirst();
    }

    /** All but the incumbent. */
    public static List<SimulatedModel> candidates() {
        return Arrays.stream(values()).filter(model -> model != INCUMBENT).toList();
    }

    public String label() {
        return label;
    }

    /** What these tokens cost, exactly. */
    public Usd cost(Usage usage) {
        return new Usd(Math.addExact(
                Math.multiplyExact(usage.inputTokens(), inputPicodollars),
                Math.multiplyExact(usage.outputTokens(), outputPicodollars)));
    }

    /** Length of this model's answers relative to the incumbent's; cheap models ramble. */
    double verbosity() {
        return verbosity;
    }

    /** Tokens of this model's tokenizer per token of the incumbent's. */
    double tokensPerToken() {
        return tokensPerToken;
    }

    /** Typical generation time per output token. */
    public int millisPerOutputToken() {
        return millisPerOutputToken;
    }

    @Override
    public String toString() {
        return label;
    }
}
