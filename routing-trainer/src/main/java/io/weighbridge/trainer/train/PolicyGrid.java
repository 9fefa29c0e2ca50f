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
 * The policies to certify, safest first: from all incumbents, each step opens or reopens the task that saves most for
 * the quality it risks, by the evidence of the fit and select parts. The certification part is never looked at.
 *
 * @param steps openings by task after each step; every step extends the one before
 */
record PolicyGrid(List<Map<String, Opening>> steps) {
    private static final double[] TOLERANCES = {0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12};
    private static final double LOWEST_OF_TOLERANCE = 3;
    private static final double LEAST_RISK = 1e-4;

    PolicyGrid {
        steps = List.copyOf(steps);
    }

    static PolicyGrid of(World world, Split split, double maxQualityLoss) {
        List<Integer> select = IntStream.of(split.select()).boxed().toList();
        List<Integer> seen = new ArrayList<>(select);
        IntStream.of(split.fit()).forEach(seen::add);
        Map<String, List<Scored>> byTask = new TreeMap<>();
        for (String task : tasks(world, seen)) {
            byTask.put(task, safe(world, task, ofTask(world, seen, task), ofTask(world, select, task), maxQualityLoss));
        }
        double total = seen.stream().mapToDouble(i -> world.unit(i).weight()).sum();
        return new PolicyGrid(ordered(byTask, total * maxQualityLoss));
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
            World world, String task, List<Integer> seen, List<Integer> select, double maxQualityLoss) {
        List<Scored> safe = new ArrayList<>();
        double scale = weight(world, seen) / Math.max(Double.MIN_NORMAL, weight(world, select));
        for (int k = 0; k < world.models().size(); k++) {
            consider(world, new Opening(task, k, Opening.ALL), seen, 1, maxQualityLoss, safe);
            for (double tolerance : TOLERANCES) {
                consider(world, new Opening(task, k, tolerance), select, scale, maxQualityLoss, safe);
            }
        }
        return safe;
    }

    private static void consider(
            World world, Opening opening, List<Integer> units, double scale, double maxQualityLoss, List<Scored> safe) {
        OpeningEvidence evidence = OpeningEvidence.of(world, opening, units);
        if (evidence.isSafe(-LOWEST_OF_TOLERANCE * maxQualityLoss)) {
            safe.add(new Scored(
                    opening,
                    scale * evidence.savingUsd(),
                    scale * evidence.lostCalls(),
                    scale * evidence.lostCallsError()));
        }
    }

    /** @param allowance quality in calls that the whole may risk; steps beyond it are not worth a test */
    private static List<Map<String, Opening>> ordered(Map<String, List<Scored>> byTask, double allowance) {
        List<Map<String, Opening>> steps = new ArrayList<>();
        Map<String, Scored> current = new HashMap<>();
        while (true) {
            Scored next = best(byTask, current, allowance);
            if (next == null) {
                return steps;
            }
            current.put(next.opening().task(), next);
            Map<String, Opening> step = new TreeMap<>();
            current.forEach((task, scored) -> step.put(task, scored.opening()));
            steps.add(step);
        }
    }

    private static @Nullable Scored best(
            Map<String, List<Scored>> byTask, Map<String, Scored> current, double allowance) {
        double risked = risk(current);
        Scored best = null;
        double most = 0;
        for (Map.Entry<String, List<Scored>> entry : byTask.entrySet()) {
            Scored now = current.get(entry.getKey());
            for (Scored option : entry.getValue()) {
                Map<String, Scored> then = new HashMap<>(current);
                then.put(entry.getKey(), option);
                double risk = risk(then);
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

    /** One-sided 90 % upper limit of the calls' worth of quality that is lost together. */
    private static double risk(Map<String, Scored> openings) {
        double loss = 0;
        double variance = 0;
        for (Scored scored : openings.values()) {
            loss += scored.loss();
            variance += scored.error() * scored.error();
        }
        return loss + OpeningEvidence.ONE_SIDED_90 * Math.sqrt(variance);
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
