package io.weighbridge.bench.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.evidence.FamilyVerdicts.PValues;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClairvoyantDesignTest {
    /** One stratum loses half of its calls at 4 each, the other none at 1. */
    private static final Population HALF_AND_NONE = new Population(
            new double[] {1, 1, 1, 1},
            new double[] {0, 1, 1, 1},
            new int[] {0, 0, 1, 1},
            new double[] {1, 1, 1, 1},
            new double[] {4, 4, 1, 1});

    @Test
    void drawsGoWhereDifferencesSpreadForTheirCost() {
        ClairvoyantDesign design = ClairvoyantDesign.of(HALF_AND_NONE);

        assertEquals(-0.25, design.meanDifference(), 1e-15);
        // (2/4 · 0.5 · √4)² against the variance 0.1875 at a mean cost of 2.5
        assertEquals(0.25, design.varianceTimesCost(), 1e-15);
        assertEquals(0.25 / (0.1875 * 2.5), design.againstSimple(), 1e-12);
    }

    @Test
    void aLookIsRightOnAverageAndSureWithMoney() {
        ClairvoyantDesign design = ClairvoyantDesign.of(HALF_AND_NONE);

        PValues rich = design.look(1e6, 0.05, new SplittableRandom(1));
        assertEquals(1, rich.losesMore(), 1e-9);
        assertEquals(0, rich.losesLess(), 1e-9);

        SplittableRandom random = new SplittableRandom(1);
        long small = IntStream.range(0, 10_000)
                .filter(look -> design.look(1, 0.25, random).losesLess() < 0.05)
                .count();
        assertEquals(500, small, 70, "at the boundary one look in twenty is wrong");
    }
}
