package io.weighbridge.trainer.train;

import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.Rule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The units, what the models really did on them and what the policy expects: everything a policy is judged by. */
final class World {
    private final TrainingSet set;
    private final Estimates estimates;
    private final List<String> models;

    World(TrainingSet set, Policy policy, Estimates estimates) {
        this.set = set;
        this.estimates = estimates;
        this.models = policy.candidates().stream().map(Candidate::model).toList();
    }

    List<String> models() {
        return models;
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
        if (opening == null || !measured(i, opening.candidate())) {
            return incumbent;
        }
        boolean[] open = new boolean[models.size()];
        open[opening.candidate()] = true;
        return new Rule.CheapestWithin(opening.tolerance())
                .choose(estimates.quality()[i], estimates.costUsd()[i], open, incumbent, opening.tolerance());
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
