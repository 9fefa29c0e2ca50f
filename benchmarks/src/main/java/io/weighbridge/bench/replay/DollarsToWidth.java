package io.weighbridge.bench.replay;

import io.weighbridge.evidence.DesignedReplay;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.NightlyReplay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a given width of the interval costs, by three ways of drawing the same frame: each draws the same number on the same
 * nights, looks once at the end, and pays in proportion to the square of its width.
 */
final class DollarsToWidth {
    private static final double CONFIDENCE = 0.95;
    private static final int NIGHTS = 10;
    private static final double DRAWS_PER_CALL = 0.25;

    private final Population population;
    private final int drawsANight;

    DollarsToWidth(Population population) {
        this.population = population;
        this.drawsANight = (int) Math.ceil(DRAWS_PER_CALL * population.calls() / NIGHTS);
    }

    /** How draws are made and what is made of them. */
    enum Way {
        /** Every call alike, the mean of the differences. */
        UNIFORM_SIMPLE,
        /** Every call alike, with the predictions of earlier nights. */
        UNIFORM_ADJUSTED,
        /** As the replay plan does. */
        DESIGNED
    }

    /**
     * @param costOfWidth cost of the distinct calls answered, for an interval of width 1 if cost goes with 1 / width²
     * @param covers whether the interval holds the truth
     */
    record Reached(double costOfWidth, boolean covers) {}

    Reached reach(Way way, SplittableRandom random) {
        NightlyReplay replay =
                NightlyReplay.of(population.incumbent(), population.strata(), population.expectedCosts());
        List<DesignedReplay> simple = new ArrayList<>();
        BitSet paid = new BitSet();
        for (int night = 0; night < NIGHTS; night++) {
            NightlyReplay.Night tonight = way == Way.DESIGNED ? replay.next() : replay.nextUniform();
            int[] draws =
                    random.doubles(drawsANight).mapToInt(tonight.design()::call).toArray();
            Arrays.stream(draws).forEach(paid::set);
            double[] differences = population.differences(draws);
            replay.add(tonight, draws, differences, population.costs(draws));
            simple.add(DesignedReplay.of(differences, new Interval(-1, 1), ones(drawsANight), 1));
        }
        DesignedReplay all = way == Way.UNIFORM_SIMPLE ? DesignedReplay.overNights(simple) : replay.evidence();
        if (!(all.fixedLook(CONFIDENCE) instanceof Estimate look)) {
            return new Reached(Double.POSITIVE_INFINITY, false);
        }
        double cost =
                paid.stream().mapToDouble(call -> population.costs()[call]).sum();
        double width = look.interval().width();
        return new Reached(cost * width * width, look.interval().contains(population.meanDifference()));
    }

    private static double[] ones(int length) {
        double[] values = new double[length];
        Arrays.fill(values, 1);
        return values;
    }
}
