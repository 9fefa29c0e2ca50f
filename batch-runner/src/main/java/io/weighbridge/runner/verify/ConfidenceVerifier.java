package io.weighbridge.runner.verify;

import java.util.Locale;
import java.util.Optional;

/** The model was sure enough of its words. An answer without log-probabilities passes nothing. */
final class ConfidenceVerifier implements Verifier {
    private final double least;

    /** @param least in (0, 1] */
    ConfidenceVerifier(double least) {
        this.least = least;
    }

    @Override
    public Optional<String> problem(Answer answer) {
        if (answer.confidence().isEmpty()) {
            return Optional.of("min_confidence: the reply has no log-probabilities; ask for them by body.logprobs");
        }
        double confidence = answer.confidence().getAsDouble();
        return confidence >= least
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "min_confidence: was %.4f", confidence));
    }
}
