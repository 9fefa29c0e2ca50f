package io.weighbridge.trainer.train;

import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.Rule;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The units, what the models really did on them and what the policy expects: everything a policy is judged by. */
final class World {
    private final TrainingSet set;
    private final Estimates estimates;
    private final List<String> models;

    World(TrainingSet set, Policy policy, Estimates estimates) {
        this(set, policy.candidates().stream().map(Candidate::model).toList(), estimates);
    }

    /** @param models those of the set first, then incumbents that it does not know */
    World(TrainingSet set, List<String> models, Estimates estimates) {
        this.set = set;
        this.estimates = estimates;
        this.models = List.copyOf(models);
    }

    List<String> models() {
        return models;
    }

    List<TrainingUnit> units() {
        return set.units();
    }

    TrainingUnit unit(int i) {
        return set.units().get(i);
    }

    int incumbent(int i) {
        return models.indexOf(unit(i).incumbent());
    }

    /** Model that serves the unit when tasks are opened so; the incumbent in all other tasks. */
    int choice(int i, Map<String, Opening> openings) {
        return choice(i, openings.get(unit(i).task()));
    }

    int choice(int i, @Nullable Opening opening) {
        int incumbent = incumbent(i);
        if (opening == null) {
            return incumbent;
        }
        boolean[] open = new boolean[models.size()];
        opening.candidates().forEach(candidate -> open[candidate] = measured(i, candidate));
        return new Rule.CheapestWithin(opening.tolerance())
                .choose(estimates.quality()[i], estimates.costUsd()[i], open, incumbent, opening.tolerance());
    }

    /** Model of every unit when tasks are opened so. */
    int[] choices(Map<String, Opening> openings) {
        return IntStream.range(0, set.units().size())
                .map(i -> choice(i, openings))
                .toArray();
    }

    /**
     * Whether the unit's incumbent and every model that the policies may send it to were measured on it: else choosing
     * could hide a loss.
     */
    boolean isPaired(int i, Collection<Map<String, Opening>> policies) {
        String task = unit(i).task();
        return measured(i, incumbent(i))
                && policies.stream()
                        .map(openings -> openings.get(task))
                        .filter(Objects::nonNull)
                        .flatMap(opening -> opening.candidates().stream())
                        .allMatch(candidate -> measured(i, candidate));
    }

    /** What the policy expects of a model on the unit, in [0, 1]; NaN where it expects nothing. */
    double expectedQuality(int i, int model) {
        return estimates.quality()[i][model];
    }

    /** Quality gained by moving the unit to a model, in [−1, 1]. */
    double difference(int i, int model) {
        int incumbent = incumbent(i);
        return model == incumbent ? 0 : unit(i).score()[model] - unit(i).score()[incumbent];
    }

    /** What the unit cost with a model, or is expected to cost; NaN if neither is known. */
    double costUsd(int i, int model) {
        double known = model < set.models().size() ? unit(i).costUsd()[model] : Double.NaN;
        return Double.isNaN(known) ? estimates.costUsd()[i][model] : known;
    }

    /** Whether the unit has outcomes of both its incumbent and the model. */
    boolean measured(int i, int model) {
        int incumbent = incumbent(i);
        return incumbent < set.models().size()
                && model < set.models().size()
                && unit(i).observed(incumbent)
                && unit(i).observed(model);
    }
}
