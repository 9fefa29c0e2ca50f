package io.weighbridge.routing;

import java.util.List;
import java.util.Optional;

/**
 * A decision taken apart.
 *
 * @param decision what was decided, without exploration
 * @param rule what chose, as in "cheapest-within 0.01"
 * @param pushes per candidate, in the order of the policy, the features that move its log-odds most
 * @param flips the smallest changes of one number that would change the decision; a kind of change that cannot is not there
 */
public record RouteExplanation(RouteDecision decision, String rule, List<CandidatePushes> pushes, List<Flip> flips) {

    public RouteExplanation {
        pushes = List.copyOf(pushes);
        flips = List.copyOf(flips);
    }

    /** @param pushes the largest in size first; empty where the table alone decides */
    public record CandidatePushes(String model, List<Push> pushes) {
        public CandidatePushes {
            pushes = List.copyOf(pushes);
        }
    }

    /**
     * What one feature does.
     *
     * @param feature index in the vector
     * @param name what the prompt has there, such as {@code "refund"}; several where they share a bucket
     * @param logOdds log-odds with the feature minus log-odds with 0 in its place
     */
    public record Push(int feature, String name, double logOdds) {}

    /** Which number is changed. */
    public enum Lever {
        TOLERANCE,
        COST,
        QUALITY
    }

    /**
     * A change that would change the decision, all else equal.
     *
     * @param candidate whose cost or quality; empty for the tolerance
     * @param from the number as it is
     * @param to the nearest number, but for rounding, with which another model is chosen
     * @param model the model then chosen
     */
    public record Flip(Lever lever, Optional<String> candidate, double from, double to, String model) {}
}
