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

/**
 * The units, what the models really did on them and what the policy expects: everything a policy is judged by. Who serves a
 * unit is the number of a model; a number beyond the models is that of a cascade, which begins with the model that is left
 * when the number of models is taken off, and ends with the incumbent where the first answer is not fully right.
 */
final class World {
    private final TrainingSet set;
    private final Estimates estimates;
    private final List<String> models;
    private final Verifiers verifiers;

    World(TrainingSet set, Policy policy, Estimates estimates) {
        this(set, policy, estimates, Verifiers.NONE);
    }

    /** @param verifiers of tasks whose answers can be checked when they are served */
    World(TrainingSet set, Policy policy, Estimates estimates, Verifiers verifiers) {
        this(set, policy.candidates().stream().map(Candidate::model).toList(), estimates, verifiers);
    }

    /** @param models those of the set first, then incumbents that it does not know */
    World(TrainingSet set, List<String> models, Estimates estimates) {
        this(set, models, estimates, Verifiers.NONE);
    }

    private World(TrainingSet set, List<String> models, Estimates estimates, Verifiers verifiers) {
        this.set = set;
        this.estimates = estimates;
        this.models = List.copyOf(models);
        this.verifiers = verifiers;
    }

    /** Who checks the answers of a task; null if nobody can. */
    Verifiers.@Nullable Verifier verifier(String task) {
        return verifiers.byTask().get(task);
    }

    /** The number of the cascade that begins with a model. */
    int cascade(int first) {
        return models.size() + first;
    }

    /** The model that is asked first. */
    int first(int served) {
        return served % models.size();
    }

    private boolean isCascade(int served) {
        return served >= models.size();
    }

    /** Whether the first answer of a cascade passes its check. */
    private boolean passes(int i, int first) {
        return unit(i).score()[first] == 1;
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
        if (opening.verified()) {
            int first = opening.candidates().getFirst();
            boolean isCheaper = estimates.costUsd()[i][first] < estimates.costUsd()[i][incumbent];
            return isCheaper && measured(i, first) ? cascade(first) : incumbent;
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

    /** Quality gained by serving the unit so, in [−1, 1]. */
    double difference(int i, int served) {
        int incumbent = incumbent(i);
        return served == incumbent ? 0 : score(i, served) - unit(i).score()[incumbent];
    }

    /** Quality of the answer that counts, in [0, 1]; NaN where it is unknown. */
    double score(int i, int served) {
        int first = first(served);
        return isCascade(served) && !passes(i, first) ? unit(i).score()[incumbent(i)] : unit(i).score()[first];
    }

    /**
     * What the unit cost, or is expected to cost; NaN if neither is known. A cascade pays its first answer and the check
     * always, and the incumbent where the check fails.
     */
    double costUsd(int i, int served) {
        int first = first(served);
        double ofFirst = costOfModel(i, first);
        Verifiers.Verifier verifier = verifiers.byTask().get(unit(i).task());
        if (!isCascade(served) || verifier == null) {
            return ofFirst;
        }
        double attempt = ofFirst + verifier.costUsd();
        return passes(i, first) ? attempt : attempt + costOfModel(i, incumbent(i));
    }

    private double costOfModel(int i, int model) {
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
