package io.weighbridge.routing;

import java.util.List;
import java.util.Optional;

/**
 * What a classifier says of a text.
 *
 * @param label the most probable label; empty where it abstains
 * @param mostProbable the same, abstaining or not
 * @param probability of it, in (0, 1]
 * @param probabilities of all labels, in the order of the model; they add up to 1
 */
public record Classification(
        Optional<String> label, String mostProbable, double probability, List<Double> probabilities) {
    public Classification {
        probabilities = List.copyOf(probabilities);
    }
}
