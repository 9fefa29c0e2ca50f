package io.weighbridge.tokenlog;

import java.util.List;

/**
 * The routing decision behind a call, logged so that later audits can use it.
 *
 * @param chosenModel the model the policy chose, even when a fallback served the call
 * @param propensity probability in (0, 1] with which the policy chose it for this call
 */
public record Decision(String policyId, String chosenModel, double propensity, String reason, List<String> candidates) {

    /** Policy of calls that a replay plan named: measurements, not work, so that they are in no frame. */
    public static final String REPLAY = "replay";

    public Decision {
        if (!(propensity > 0 && propensity <= 1)) {
            throw new InvalidRecordException("propensity", "must be in (0, 1]", Double.toString(propensity));
        }
        candidates = List.copyOf(candidates);
    }
}
