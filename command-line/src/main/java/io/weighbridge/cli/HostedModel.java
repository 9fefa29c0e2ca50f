package io.weighbridge.cli;

import java.util.List;

/**
 * A model that could be hosted in place of being bought by the token.
 *
 * @param model its name in the price book, of a price with {@code hosting}
 * @param replaces models, as calls name them, that are the same weights at somebody else's
 * @param burst how many times the mean of its hour the load may reach inside the busiest hour
 */
public record HostedModel(String model, List<String> replaces, double burst) {
    /** Requests that come at random vary less than this from minute to minute; those of people at work and of jobs do not. */
    public static final double DEFAULT_BURST = 2;

    public HostedModel {
        replaces = List.copyOf(replaces);
    }

    /** Whether calls to a model would be answered by the hosted one. */
    public boolean answersFor(String other) {
        return model.equals(other) || replaces.contains(other);
    }
}
