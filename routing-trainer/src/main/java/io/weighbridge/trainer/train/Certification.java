package io.weighbridge.trainer.train;

import io.weighbridge.routing.Certificate;
import io.weighbridge.trainer.train.CertificationSet.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the certification part says about policies in a fixed order, by fixed-sequence testing: the first that fails ends
 * the sequence. Where tasks have tolerances of their own, a policy passes if the whole passes and each such task that it
 * moves does; all of that at the full error, since a wrong certificate needs every one of the tests to err
 * (intersection-union).
 *
 * @param certified number of policies that passed in sequence; 0 keeps every incumbent
 * @param deployed number of policies of which the last is deployed
 * @param incumbents what the incumbents themselves do on the part
 * @param steps one result per policy
 * @param tasks statements about each task that the deployed policy moves
 * @param agents likewise about agents
 */
record Certification(
        int certified,
        int deployed,
        Result incumbents,
        List<Result> steps,
        Map<String, Certificate.Part> tasks,
        Map<String, Certificate.Part> agents) {

    Certification {
        steps = List.copyOf(steps);
        tasks = Map.copyOf(tasks);
        agents = Map.copyOf(agents);
    }

    /**
     * Policies in the order of their tests, and what is asked of them.
     *
     * @param choices model of each unit, by policy
     * @param maxQualityLoss of the whole, and of every part without a tolerance of its own
     * @param taskMaxQualityLoss tolerances of tasks that have one
     * @param error of the certificate
     * @param uncertified number of policies of which the last is deployed although it has not passed; 0 for none
     */
    record Plan(
            List<IntUnaryOperator> choices,
            double maxQualityLoss,
            Map<String, Double> taskMaxQualityLoss,
            double error,
            int uncertified) {
        Plan {
            choices = List.copyOf(choices);
            taskMaxQualityLoss = Map.copyOf(taskMaxQualityLoss);
        }

        double maxQualityLoss(String task) {
            return taskMaxQualityLoss.getOrDefault(task, maxQualityLoss);
        }
    }

    static Certification of(World world, CertificationSet set, Agents agents, Plan plan) {
        List<Result> steps = new ArrayList<>();
        int certified = 0;
        for (IntUnaryOperator choice : plan.choices()) {
            Result step = step(world, set, plan, choice);
            if (certified == steps.size() && step.pValue() <= plan.error()) {
                certified++;
            }
            steps.add(step);
        }
        int deployed = Math.max(certified, plan.uncertified());
        Result incumbents = set.test(world::incumbent, plan.maxQualityLoss());
        List<IntUnaryOperator> inSequence = plan.choices().subList(0, deployed);
        return new Certification(
                certified,
                deployed,
                incumbents,
                steps,
                parts(set, plan, inSequence, unit -> world.unit(unit).task(), plan::maxQualityLoss),
                parts(
                        set,
                        plan,
                        inSequence,
                        unit -> agents.byUnit().get(world.unit(unit).unitId()),
                        agent -> plan.maxQualityLoss()));
    }

    /** The policy that is deployed, empty for the incumbents. */
    @Nullable
    Result deployedStep() {
        return deployed == 0 ? null : steps.get(deployed - 1);
    }

    boolean isCertified() {
        return certified > 0 && deployed == certified;
    }

    private static Result step(World world, CertificationSet set, Plan plan, IntUnaryOperator choice) {
        Result whole = set.test(choice, plan.maxQualityLoss());
        double pValue = whole.pValue();
        double crossCheck = whole.crossCheck();
        for (Map.Entry<String, Double> own : plan.taskMaxQualityLoss().entrySet()) {
            CertificationSet task = set.part(unit -> world.unit(unit).task().equals(own.getKey()));
            if (task.moves(choice)) {
                Result ofTask = task.test(choice, own.getValue());
                pValue = Math.max(pValue, ofTask.pValue());
                crossCheck = Math.max(crossCheck, ofTask.crossCheck());
            }
        }
        return new Result(
                whole.units(),
                whole.clusters(),
                pValue,
                crossCheck,
                whole.meanDifference(),
                whole.quality(),
                whole.costUsd(),
                whole.incumbentCostUsd());
    }

    /** The name of the part that a unit belongs to. */
    private interface PartOfUnit {
        @Nullable
        String of(int unit);
    }

    private interface ToleranceOfPart {
        double of(String part);
    }

    /**
     * A statement for each part that a policy of the plan moves, each at its share of the error. A part is tested in the
     * sequence of the policies too, so that it does not matter which of them is deployed.
     */
    private static Map<String, Certificate.Part> parts(
            CertificationSet set,
            Plan plan,
            List<IntUnaryOperator> inSequence,
            PartOfUnit partOf,
            ToleranceOfPart tolerance) {
        if (inSequence.isEmpty()) {
            return Map.of();
        }
        Map<String, CertificationSet> moved = new TreeMap<>();
        set.unitNumbers()
                .mapToObj(partOf::of)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(name -> {
                    CertificationSet part = set.part(unit -> name.equals(partOf.of(unit)));
                    if (plan.choices().stream().anyMatch(part::moves)) {
                        moved.put(name, part);
                    }
                });
        Map<String, Certificate.Part> parts = new TreeMap<>();
        moved.forEach((name, part) -> part(part, inSequence, tolerance.of(name), plan.error() / moved.size())
                .ifPresent(tested -> parts.put(name, tested)));
        return parts;
    }

    /** Empty for a part that the last of the sequence, which is deployed, does not move. */
    private static Optional<Certificate.Part> part(
            CertificationSet part, List<IntUnaryOperator> inSequence, double maxQualityLoss, double error) {
        if (!part.moves(inSequence.getLast())) {
            return Optional.empty();
        }
        List<Result> tested = inSequence.stream()
                .filter(part::moves)
                .map(choice -> part.test(choice, maxQualityLoss))
                .toList();
        Result last = tested.getLast();
        double saving = last.saving();
        return Optional.of(new Certificate.Part(
                maxQualityLoss,
                tested.stream().allMatch(result -> result.pValue() <= error),
                last.units(),
                last.clusters(),
                last.pValue(),
                last.crossCheck(),
                Double.isFinite(saving) ? OptionalDouble.of(saving) : OptionalDouble.empty(),
                -last.meanDifference()));
    }
}
