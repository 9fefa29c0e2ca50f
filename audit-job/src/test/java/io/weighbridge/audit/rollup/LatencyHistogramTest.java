package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    @Property(tries = 2_000, seed = "20261127")
    void aQuantileIsWithinTheStatedErrorOfTheExactOne(
            @ForAll @NotEmpty List<@LongRange(min = 0, max = 1L << 40) Long> millis,
            @ForAll @DoubleRange(min = 0.01, max = 1) double p) {
        List<Long> sorted = millis.stream().sorted().toList();
        long exact = sorted.get((int) Math.ceil(p * sorted.size()) - 1);

        double told = histogram(millis).quantile(p);

        assertTrue(Math.abs(told - exact) <= LatencyHistogram.RELATIVE_ERROR * exact, told + " for " + exact);
    }

    @Property(tries = 500, seed = "20261128")
    void partsAddUpToTheWholeInAnyOrder(
            @ForAll List<@LongRange(min = 0, max = 1L << 40) Long> one,
            @ForAll List<@LongRange(min = 0, max = 1L << 40) Long> other) {
        List<Long> all = new java.util.ArrayList<>(other);
        all.addAll(one);
        Collections.reverse(all);

        assertEquals(histogram(all), histogram(one).plus(histogram(other)));
        assertEquals(histogram(all), histogram(other).plus(histogram(one)));
    }

    @Property(tries = 500, seed = "20261129")
    void whatIsStoredIsWhatWasThere(@ForAll List<@LongRange(min = 0) Long> millis) {
        LatencyHistogram histogram = histogram(millis);

        assertEquals(histogram, LatencyHistogram.of(histogram.buckets(), histogram.counts()));
        assertEquals(millis.size(), histogram.count());
    }

    @Test
    void smallDurationsAreExactAndNoneHasNoQuantile() {
        assertEquals(7, histogram(List.of(5L, 7L, 31L)).quantile(0.5));
        assertEquals(31, histogram(List.of(5L, 7L, 31L)).quantile(1));
        assertEquals(0, histogram(List.of(-3L)).quantile(0.5), "a clock that ran backwards");
        assertTrue(Double.isNaN(new LatencyHistogram().quantile(0.5)));
    }

    private static LatencyHistogram histogram(List<Long> millis) {
        LatencyHistogram histogram = new LatencyHistogram();
        millis.forEach(histogram::add);
        return histogram;
    }
}
