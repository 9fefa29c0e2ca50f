package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.NoiseTails.Residuals;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

/** Residuals that are the quantiles of a distribution, in a scattered order. */
class NoiseTailsTest {
    private static final int DAYS = 48;

    @Test
    void manyNormalSeriesHaveNormalTails() {
        NoiseTails tails = NoiseTails.of(series(100, normal()));

        // Four standard deviations: 3 in 100,000 if the scale were known.
        assertTrue(tails.survival(0, 4) < 5e-4, tails.survival(0, 4) + "");
        assertEquals(0.16, tails.survival(0, 1), 0.02);
    }

    @Test
    void oneSeriesAloneIsBelievedLess() {
        assertTrue(NoiseTails.of(series(1, normal())).survival(0, 4)
                > 2 * NoiseTails.of(series(100, normal())).survival(0, 4));
    }

    @Test
    void manySeriesWithHeavyTailsLendThemToOneThatHasNotShownThem() {
        List<Residuals> heavy = series(100, student());
        heavy.add(new Residuals(normal(), 1e-3));

        assertTrue(NoiseTails.of(heavy).survival(100, 4)
                > 3 * NoiseTails.of(series(101, normal())).survival(100, 4));
    }

    @Test
    void theTailOfStudentsDistributionIsFound() {
        double survival = NoiseTails.of(series(100, student())).survival(0, 8);
        double truth = 1 - TDistribution.of(3).cumulativeProbability(8);

        assertTrue(survival > truth / 2 && survival < 5 * truth, survival + " for " + truth);
    }

    @Test
    void oneIncidentIsForgottenAndThreeAreNot() {
        List<Residuals> once = series(5, normal());
        once.get(0).values()[30] = 9;
        once.get(0).values()[31] = 9;
        List<Residuals> often = series(5, normal());
        often.get(0).values()[10] = 9;
        often.get(0).values()[20] = 9;
        often.get(0).values()[30] = 9;

        double usual = NoiseTails.of(series(5, normal())).survival(0, 5);
        assertTrue(NoiseTails.of(once).survival(0, 5) < 1.5 * usual);
        assertTrue(NoiseTails.of(often).survival(0, 5) > 5 * usual);
    }

    @Test
    void fallsSayNothingOfHowFarSpendRises() {
        List<Residuals> holidays = series(5, normal());
        holidays.forEach(each -> {
            for (int day = 0; day < DAYS; day++) {
                each.values()[day] *= each.values()[day] < -1.5 ? 10 : 1;
            }
        });

        double usual = NoiseTails.of(series(5, normal())).survival(0, 3);
        assertEquals(usual, NoiseTails.of(holidays).survival(0, 3), 0.2 * usual);
    }

    private static List<Residuals> series(int number, double[] values) {
        List<Residuals> series = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            series.add(new Residuals(values.clone(), 1e-3));
        }
        return series;
    }

    private static double[] normal() {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        return scattered()
                .mapToDouble(rank -> normal.inverseCumulativeProbability((rank + 0.5) / DAYS))
                .toArray();
    }

    private static double[] student() {
        TDistribution student = TDistribution.of(3);
        return scattered()
                .mapToDouble(rank -> student.inverseCumulativeProbability((rank + 0.5) / DAYS))
                .toArray();
    }

    private static IntStream scattered() {
        return IntStream.range(0, DAYS).map(day -> day * 29 % DAYS);
    }
}
