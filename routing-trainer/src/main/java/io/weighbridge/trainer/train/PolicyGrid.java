package io.weighbridge.trainer.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The policies to certify, safest first, by the evidence of the fit and select parts; the certification part is never
 * looked at. There are two families, and the one that promises to save more is tested:
 *
 * <ul>
 *   <li>task by task: from all incumbents, each step opens or reopens the task that saves most for the quality it risks;
 *   <li>call by call: all tasks are open to all models, and each step widens the tolerance.
 * </ul>
 *
 * @param steps openings by task after each step; every step moves at least the tasks of the one before
 * @param within number of steps whose loss, by its one-sided 90 % limit, stays within the allowance; the steps after it go
 *     on to where the loss itself reaches it, since evidence may turn out better
 */
record PolicyGrid(List<Map<String, Opening>> steps, int within) {
    private static final double[] TOLERANCES = {0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12};
    private static final double LARGEST_TOLERANCE = 0.4;
    private static final double TOLERANCE_STEP = 0.01;
    private static final double LOWEST_OF_TOLERANCE = 3;
    private static final double LEAST_RISK = 1e-4;
    /** A model that fewer of the units have answered cannot be open to all: the others would prove nothing. */
    private static final double LEAST_MEASURED = 0.8;

    /** A model that would serve fewer of a task's units is not worth a line in the policy. */
    private static final double LEAST_SERVED = 0.02;
    /** What one family must promise beyond the other before its evidence, from fewer units, outweighs it. */
    private static final double WORTH_CHANGING = 1.03;

    PolicyGrid {
        steps = List.copyOf(steps);
    }

    static PolicyGrid of(World world, Split split, TrainOptions options) {
        List<Integer> select = IntStream.of(split.select()).boxed().toList();
        PolicyGrid taskByTask = taskByTask(world, split, options);
        PolicyGrid callByCall = callByCall(world, select, options);
        return callByCall.saving(world, select) > WORTH_CHANGING * taskByTask.saving(world, select)
                ? callByCall
                : taskByTask;
    }

    private static PolicyGrid taskByTask(World world, Split split, TrainOptions options) {
        List<Integer> select = IntStream.of(split.select()).boxed().toList();
        List<Integer> seen = new ArrayList<>(select);
        IntStream.of(split.fit()).forEach(seen::add);
        Map<String, List<Scored>> byTask = new TreeMap<>();
        for (String task : tasks(world, seen)) {
            byTask.put(task, safe(world, task, ofTask(world, seen, task), ofTask(world, select, task), options));
        }
        double total = seen.stream().mapToDouble(i -> world.unit(i).weight()).sum();
        return ordered(byTask, total * options.maxQualityLoss());
    }

    /** Expectations were fitted on the fit part, so these policies are judged on the select part alone. */
    private static PolicyGrid callByCall(World world, List<Integer> select, TrainOptions options) {
        double allowance = weight(world, select) * options.maxQualityLoss();
        List<Map<String, Opening>> steps = new ArrayList<>();
        int within = 0;
        for (int i = 0; i * TOLERANCE_STEP <= LARGEST_TOLERANCE; i++) {
            Map<String, Opening> step = openToAll(world, select, i * TOLERANCE_STEP, options);
            OpeningEvidence evidence = OpeningEvidence.of(world, unit -> world.choice(unit, step), select);
            if (evidence.lostCalls() > allowance) {
                break;
            }
            if (evidence.isSafe(-LOWEST_OF_TOLERANCE * options.maxQualityLoss())) {
                steps.add(step);
                double limit = evidence.lostCalls() + OpeningEvidence.ONE_SIDED_90 * evidence.lostCallsError();
                within = limit <= allowance && within == steps.size() - 1 ? steps.size() : within;
            }
        }
        return new PolicyGrid(steps, within);
    }

    /**
     * Each task open to the models that would serve a noticeable part of it, unless its moved calls clearly need the
     * incumbent. Tasks with a tolerance of their own are never opened wider than that.
     */
    private static Map<String, Opening> openToAll(
            World world, List<Integer> units, double tolerance, TrainOptions options) {
        Map<String, List<Integer>> byTask = new TreeMap<>();
        units.forEach(i -> byTask.computeIfAbsent(world.unit(i).task(), task -> new ArrayList<>())
                .add(i));
        Map<String, Opening> step = new TreeMap<>();
        byTask.forEach((task, ofTask) -> {
            double own = options.taskMaxQualityLoss().getOrDefault(task, tolerance);
            Opening all = new Opening(task, measuredModels(world, ofTask), Math.min(tolerance, own));
            List<Integer> serving = serving(world, all, ofTask);
            Opening opening = new Opening(task, serving, all.tolerance());
            OpeningEvidence evidence = OpeningEvidence.of(world, opening, ofTask);
            Opening cascade = cascade(world, task, ofTask, options);
            if (cascade != null && OpeningEvidence.of(world, cascade, ofTask).savingUsd() > evidence.savingUsd()) {
                step.put(task, cascade);
            } else if (!serving.isEmpty()
                    && !evidence.isUnsafe(-LOWEST_OF_TOLERANCE * options.maxQualityLoss())
                    && isWithinOwnTolerance(world, opening, ofTask, evidence, options)) {
                step.put(task, opening);
            }
        });
        return step;
    }

    /** The safe cascade that saves most; null where answers cannot be checked or none is. */
    private static @Nullable Opening cascade(World world, String task, List<Integer> units, TrainOptions options) {
        if (world.verifier(task) == null) {
            return null;
        }
        Opening best = null;
        double most = 0;
        for (int k : measuredModels(world, units)) {
            OpeningEvidence evidence = OpeningEvidence.of(world, Opening.verified(task, k), units);
            if (evidence.savingUsd() > most && evidence.isSafe(-LOWEST_OF_TOLERANCE * options.maxQualityLoss())) {
                most = evidence.savingUsd();
                best = Opening.verified(task, k);
            }
        }
        return best;
    }

    private static List<Integer> measuredModels(World world, List<Integer> units) {
        return IntStream.range(0, world.models().size())
                .filter(k -> k != world.incumbent(units.getFirst()))
                .filter(k -> units.stream().filter(i -> world.measured(i, k)).count() >= LEAST_MEASURED * units.size())
                .boxed()
                .toList();
    }

    private static List<Integer> serving(World world, Opening opening, List<Integer> units) {
        Map<Integer, Integer> served = new TreeMap<>();
        units.forEach(i -> served.merge(world.choice(i, opening), 1, Integer::sum));
        return opening.candidates().stream()
                .filter(k -> served.getOrDefault(k, 0) > LEAST_SERVED * units.size())
                .toList();
    }

    /** What the last step within the allowance saves on the units, in USD. */
    private double saving(World world, List<Integer> units) {
        if (within == 0) {
            return 0;
        }
        Map<String, Opening> last = steps.get(within - 1);
        return OpeningEvidence.of(world, unit -> world.choice(unit, last), units)
                .savingUsd();
    }

    /**
     * An opening with its evidence scaled to the calls of fit and select.
     *
     * @param saving in USD
     * @param loss quality lost in calls; a gain counts as 0, since it may be luck
     * @param error standard error of the loss
     */
    private record Scored(Opening opening, double saving, double loss, double error) {}

    /** Expectations were fitted on the fit part, so openings that use them are judged on the select part alone. */
    private static List<Scored> safe(
            World world, String task, List<Integer> seen, List<Integer> select, TrainOptions options) {
        List<Scored> safe = new ArrayList<>();
        double scale = weight(world, seen) / Math.max(Double.MIN_NORMAL, weight(world, select));
        for (int k = 0; k < world.models().size(); k++) {
            consider(world, Opening.of(task, k, Opening.ALL), seen, 1, options, safe);
            if (world.verifier(task) != null) {
                consider(world, Opening.verified(task, k), seen, 1, options, safe);
            }
            for (double tolerance : TOLERANCES) {
                consider(world, Opening.of(task, k, tolerance), select, scale, options, safe);
            }
        }
        return safe;
    }

    private static void consider(
            World world, Opening opening, List<Integer> units, double scale, TrainOptions options, List<Scored> safe) {
        OpeningEvidence evidence = OpeningEvidence.of(world, opening, units);
        if (evidence.isSafe(-LOWEST_OF_TOLERANCE * options.maxQualityLoss())
                && isWithinOwnTolerance(world, opening, units, evidence, options)) {
            safe.add(new Scored(
                    opening,
                    scale * evidence.savingUsd(),
                    scale * evidence.lostCalls(),
                    scale * evidence.lostCallsError()));
        }
    }

    private static boolean isWithinOwnTolerance(
            World world, Opening opening, List<Integer> units, OpeningEvidence evidence, TrainOptions options) {
        Double own = options.taskMaxQualityLoss().get(opening.task());
        double limit = evidence.lostCalls() + OpeningEvidence.ONE_SIDED_90 * evidence.lostCallsError();
        return own == null || limit <= own * weight(world, units);
    }

    /** @param allowance quality in calls that the whole may lose; steps beyond it are not worth a test */
    private static PolicyGrid ordered(Map<String, List<Scored>> byTask, double allowance) {
        List<Map<String, Opening>> steps = new ArrayList<>();
        Map<String, Scored> current = new HashMap<>();
        int within = 0;
        while (true) {
            Scored next = best(byTask, current, allowance, OpeningEvidence.ONE_SIDED_90);
            boolean beyond = next == null;
            if (beyond) {
                next = best(byTask, current, allowance, 0);
            }
            if (next == null) {
                return new PolicyGrid(steps, within);
            }
            current.put(next.opening().task(), next);
            Map<String, Opening> step = new TreeMap<>();
            current.forEach((task, scored) -> step.put(task, scored.opening()));
            steps.add(step);
            within = beyond ? within : steps.size();
        }
    }

    private static @Nullable Scored best(
            Map<String, List<Scored>> byTask, Map<String, Scored> current, double allowance, double errors) {
        double risked = risk(current, errors);
        Scored best = null;
        double most = 0;
        for (Map.Entry<String, List<Scored>> entry : byTask.entrySet()) {
            Scored now = current.get(entry.getKey());
            for (Scored option : entry.getValue()) {
                Map<String, Scored> then = new HashMap<>(current);
                then.put(entry.getKey(), option);
                double risk = risk(then, errors);
                double saving = option.saving() - (now == null ? 0 : now.saving());
                double worth = saving / Math.max(LEAST_RISK * allowance, risk - risked);
                if (saving > 0 && risk <= allowance && worth > most) {
                    most = worth;
                    best = option;
                }
            }
        }
        return best;
    }

    /** Upper limit of the calls' worth of quality that is lost together, so many standard errors above its estimate. */
    private static double risk(Map<String, Scored> openings, double errors) {
        double loss = 0;
        double variance = 0;
        for (Scored scored : openings.values()) {
            loss += scored.loss();
            variance += scored.error() * scored.error();
        }
        return loss + errors * Math.sqrt(variance);
    }

    private static Set<String> tasks(World world, Collection<Integer> units) {
        Set<String> tasks = new HashSet<>();
        units.forEach(i -> tasks.add(world.unit(i).task()));
        return tasks;
    }

    private static List<Integer> ofTask(World world, Collection<Integer> units, String task) {
        return units.stream().filter(i -> world.unit(i).task().equals(task)).toList();
    }

    private static double weight(World world, List<Integer> units) {
        return units.stream().mapToDouble(i -> world.unit(i).weight()).sum();
    }
}
