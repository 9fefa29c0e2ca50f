package io.weighbridge.samples.month;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FrameDrawsTest {
    private static final long[] SIZES = {10, 20, 30, 40};

    @Test
    void probabilitiesMixTheUniformAndTheSizesAndSumToOne() {
        FrameDraws draws = new FrameDraws(1, 0, 4, 100, 0);
        assertEquals(0.5 / 4 + 0.5 * 0.1, draws.probability(10), 1e-12);
        assertEquals(1, LongStream.of(SIZES).mapToDouble(draws::probability).sum(), 1e-12);
    }

    @Test
    void everyDrawFallsOnOneCallWithItsProbability() {
        int total = 20_000;
        FrameDraws draws = new FrameDraws(1, 0, 4, 100, total);
        boolean[] seen = new boolean[total];
        for (long size : SIZES) {
            List<Long> drawn = draws.next(size);
            drawn.forEach(draw -> seen[draw.intValue()] = true);
            assertEquals(draws.probability(size), drawn.size() / (double) total, 0.012);
        }
        for (boolean draw : seen) {
            assertEquals(true, draw);
        }
    }
}
