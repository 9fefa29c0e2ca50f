package io.weighbridge.trainer.train;

import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Cascade;
import io.weighbridge.routing.NoEligibleModelException;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.Rule;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.tokenlog.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a policy does on the units of a training set, by the router that serves it. Incumbents are the policy's. */
final class PolicyEvidence {
    private static final int REFUSED = -1;

    private final Policy policy;
    private final World world;
    private final int[] chosen;

    /** @param chosen who would serve each unit; {@value #REFUSED} for nobody */
    private PolicyEvidence(Policy policy, World world, int[] chosen) {
        this.policy = policy;
        this.world = world;
        this.chosen = chosen;
    }

    /** @param policy does not explore */
    static PolicyEvidence of(Policy policy, TrainingSet set) {
        TrainingSet aligned = aligned(policy, set);
        World world = new World(aligned, policy, Estimates.of(policy, aligned), verifiers(policy));
        Router router = Router.of(policy);
        int[] chosen = aligned.units().stream()
                .mapToInt(unit -> served(policy, world, unit, router))
                .toArray();
        return new PolicyEvidence(policy, world, chosen);
    }

    private static Verifiers verifiers(Policy policy) {
        Map<String, Verifiers.Verifier> byTask = new TreeMap<>();
        policy.tasks().forEach((task, rule) -> {
            Cascade cascade = rule.cascade();
            if (cascade != null) {
                byTask.put(task, new Verifiers.Verifier(cascade.verifier(), cascade.verifierCostUsd()));
            }
        });
        return new Verifiers(byTask);
    }

    private static int served(Policy policy, World world, TrainingUnit unit, Router router) {
        String model;
        try {
            model = router.route(unit.request()).model();
        } catch (NoEligibleModelException e) {
            return REFUSED;
        }
        int chosen = world.models().indexOf(model);
        TaskRule rule = policy.tasks().get(unit.task());
        Cascade cascade = rule == null ? null : rule.cascade();
        return cascade != null && cascade.first().equals(model) ? world.cascade(chosen) : chosen;
    }

    /** The units, with outcomes by candidate of the policy. */
    World world() {
        return world;
    }

    /** Who would serve the unit, as the world counts. */
    int chosen(int unit) {
        return chosen[unit];
    }

    /**
     * Whether the task is the policy's, and every model it could choose for the unit was measured on it: else choosing
     * could hide a loss. A call that is too long for all is no call of the policy.
     */
    boolean isMeasured(int unit) {
        TaskRule rule = policy.tasks().get(world.unit(unit).task());
        if (rule == null || chosen[unit] == REFUSED || !world.measured(unit, world.incumbent(unit))) {
            return false;
        }
        if (!world.measured(unit, world.first(chosen[unit]))) {
            return false;
        }
        return policy.rule() instanceof Rule.IncumbentOnly
                || rule.open().stream()
                        .allMatch(model -> world.measured(unit, world.models().indexOf(model)));
    }

    double quality(int unit) {
        return world.score(unit, chosen[unit]);
    }

    /** The model that would be asked first; the incumbent where the policy refuses the call. */
    String model(int unit) {
        return world.models().get(chosen[unit] == REFUSED ? world.incumbent(unit) : world.first(chosen[unit]));
    }

    double costUsd(int unit) {
        return world.costUsd(unit, chosen[unit]);
    }

    /** The set with the policy's candidates in the place of its models, and the policy's incumbents. */
    private static TrainingSet aligned(Policy policy, TrainingSet set) {
        List<String> models = policy.candidates().stream().map(Candidate::model).toList();
        int[] columns = models.stream().mapToInt(set.models()::indexOf).toArray();
        List<TrainingUnit> units = new ArrayList<>();
        for (TrainingUnit unit : set.units()) {
            @Nullable TaskRule rule = policy.tasks().get(unit.task());
            units.add(new TrainingUnit(
                    unit.unitId(),
                    unit.clusterId(),
                    unit.task(),
                    unit.prompt(),
                    unit.features(),
                    unit.inputTokens(),
                    unit.occurredAt(),
                    rule == null ? policy.defaultIncumbent() : rule.incumbent(),
                    unit.weight(),
                    columns(unit.score(), columns),
                    columns(unit.outputTokens(), columns),
                    columns(unit.costUsd(), columns),
                    null));
        }
        return new TrainingSet(models, units, set.rows());
    }

    private static double[] columns(double[] values, int[] columns) {
        return IntStream.of(columns)
                .mapToDouble(k -> k < 0 ? Double.NaN : values[k])
                .toArray();
    }

    /** The clusters of some units, in the order of a salted hash of their names. */
    List<int[]> clusters(long salt, IntPredicate included) {
        Map<String, List<Integer>> clusters = new TreeMap<>();
        IntStream.range(0, chosen.length)
                .filter(included)
                .forEach(i -> clusters.computeIfAbsent(
                                Sha256.hex(salt + "\n" + world.unit(i).clusterId()), hash -> new ArrayList<>())
                        .add(i));
        return clusters.values().stream()
                .map(members -> members.stream().mapToInt(i -> i).toArray())
                .toList();
    }
}
