package io.weighbridge.routing;

import io.weighbridge.routing.RouteExplanation.Flip;
import io.weighbridge.routing.RouteExplanation.Lever;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds by bisection how little a number must change for another model to be chosen. Each number is moved away from where it
 * is in one direction: once another model is chosen, it stays chosen or gives way to a third.
 */
final class Flips {
    private static final int STEPS = 60;
    /** Costs are looked at up to so many times what they are. */
    private static final double LARGEST_FACTOR = 1e6;

    private final List<Candidate> candidates;
    private final Preference preference;
    private final @Nullable Eligibility[] why;
    private final int chosen;

    Flips(List<Candidate> candidates, Preference preference, @Nullable Eligibility[] why, int chosen) {
        this.candidates = candidates;
        this.preference = preference;
        this.why = why;
        this.chosen = chosen;
    }

    /** The smallest change of each kind: of the tolerance and a quality in size, of a cost in proportion. */
    List<Flip> smallest() {
        List<Flip> flips = new ArrayList<>();
        double tolerance = preference.tolerance();
        if (preference.hasTolerance()) {
            nearest(Lever.TOLERANCE, Optional.empty(), tolerance, new double[] {0, 1}, preference::withTolerance)
                    .ifPresent(flips::add);
        }
        closest(Lever.COST, preference.costUsd()).ifPresent(flips::add);
        closest(Lever.QUALITY, preference.quality()).ifPresent(flips::add);
        return flips;
    }

    private Optional<Flip> closest(Lever lever, double[] values) {
        List<Flip> found = new ArrayList<>();
        for (int k = 0; k < values.length; k++) {
            int candidate = k;
            double value = values[k];
            if (!Double.isNaN(value)) {
                double largest = lever == Lever.COST ? value * LARGEST_FACTOR : 1;
                nearest(
                                lever,
                                Optional.of(candidates.get(k).model()),
                                value,
                                new double[] {0, largest},
                                changed -> lever == Lever.COST
                                        ? preference.withCost(candidate, changed)
                                        : preference.withQuality(candidate, changed))
                        .ifPresent(found::add);
            }
        }
        return found.stream().min(Comparator.comparingDouble(Flips::size));
    }

    private static double size(Flip flip) {
        return flip.lever() == Lever.COST
                ? Math.abs(Math.log(flip.to() / flip.from()))
                : Math.abs(flip.to() - flip.from());
    }

    private Optional<Flip> nearest(
            Lever lever, Optional<String> candidate, double from, double[] ends, DoubleFunction<Preference> change) {
        List<Flip> found = new ArrayList<>();
        for (double end : ends) {
            if (change.apply(end).best(why) != chosen) {
                double to = bisected(from, end, change);
                String model = candidates.get(change.apply(to).best(why)).model();
                found.add(new Flip(lever, candidate, from, to, model));
            }
        }
        return found.stream().min(Comparator.comparingDouble(Flips::size));
    }

    /** A value at which the choice is another, next to one at which it is not. */
    private double bisected(double same, double other, DoubleFunction<Preference> change) {
        double unchanged = same;
        double changed = other;
        for (int step = 0; step < STEPS; step++) {
            double middle = unchanged + (changed - unchanged) / 2;
            if (change.apply(middle).best(why) == chosen) {
                unchanged = middle;
            } else {
                changed = middle;
            }
        }
        return changed;
    }
}
