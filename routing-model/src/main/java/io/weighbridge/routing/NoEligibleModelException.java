package io.weighbridge.routing;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** No model of the policy, the incumbent included, satisfies what a call needs; the message says why, for each. */
public final class NoEligibleModelException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final List<CandidateEstimate> candidates;

    NoEligibleModelException(String task, List<CandidateEstimate> candidates) {
        super("no model of the policy may serve this call of task " + task + ": "
                + candidates.stream()
                        .map(candidate -> candidate.model() + " " + candidate.why())
                        .collect(Collectors.joining(", ")));
        this.candidates = List.copyOf(candidates);
    }

    /** All models, with what keeps each away, in the order of the policy. */
    public List<CandidateEstimate> candidates() {
        return candidates;
    }
}
