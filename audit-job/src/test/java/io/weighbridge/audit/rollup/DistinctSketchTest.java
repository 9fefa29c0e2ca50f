package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class DistinctSketchTest {
    private static final int MANY = 100_000;

    @Test
    void thirtyDaysAreTheSketchOfTheMonthAndTellAHundredThousandTextsToThreeStandardErrors() {
        List<DistinctSketch> days =
                IntStream.range(0, 30).mapToObj(day -> new DistinctSketch()).toList();
        DistinctSketch month = new DistinctSketch();
        SplittableRandom random = new SplittableRandom(20261127);
        for (int i = 0; i < 3 * MANY; i++) { // each text about three times, on any days
            long hash = DistinctSketch.hash(UTF8String.fromString("session-" + i % MANY));
            days.get(random.nextInt(days.size())).add(hash);
            month.add(hash);
        }

        DistinctSketch merged = days.stream().reduce(new DistinctSketch(), DistinctSketch::plus);

        assertEquals(month, merged);
        assertEquals(month.estimate(), merged.estimate());
        assertEquals(MANY, merged.estimate(), 3 * DistinctSketch.RELATIVE_ERROR * MANY);
    }

    /** Over many sets of texts the error is the stated one: its mean is nothing, its spread what is said. */
    @Test
    void theErrorIsTheStatedOneAtEverySize() {
        SplittableRandom random = new SplittableRandom(20261128);
        int sets = 400;
        for (int size : new int[] {1, 10, 200, 300, 2_000, 6_000, 50_000}) {
            double sum = 0;
            double squares = 0;
            for (int set = 0; set < sets; set++) {
                DistinctSketch sketch = new DistinctSketch();
                random.longs(size).forEach(sketch::add);
                double error = sketch.estimate() / size - 1;
                sum += error;
                squares += error * error;
            }
            double spread = Math.sqrt(squares / sets);
            double most = DistinctSketch.RELATIVE_ERROR;
            assertTrue(Math.abs(sum / sets) <= 4 * most / Math.sqrt(sets), size + ": bias of " + sum / sets);
            assertTrue(spread <= most * (1 + 4 / Math.sqrt(2.0 * sets)), size + ": spread of " + spread);
            if (size >= 50_000) {
                assertTrue(spread >= most * (1 - 4 / Math.sqrt(2.0 * sets)), size + ": spread of " + spread);
            }
        }
    }

    @Property(tries = 300, seed = "20261129")
    void orderAndRepetitionsAndPartsMakeNoDifference(@ForAll @Size(max = 600) List<Long> hashes, @ForAll long seed) {
        List<Long> others = new ArrayList<>(hashes);
        others.addAll(hashes);
        Collections.shuffle(others, new Random(seed));
        int middle = hashes.size() / 2;

        DistinctSketch whole = sketch(hashes);

        assertEquals(whole, sketch(others));
        assertEquals(whole, sketch(hashes.subList(middle, hashes.size())).plus(sketch(hashes.subList(0, middle))));
        assertEquals(whole, DistinctSketch.of(whole.bytes()));
        assertArrayEquals(
                sketch(others).bytes(), DistinctSketch.of(whole.bytes()).bytes());
    }

    @Test
    void fewRegistersAreListedAndManyAreNot() {
        SplittableRandom random = new SplittableRandom(1);
        DistinctSketch sketch = new DistinctSketch();
        int most = 0;
        while (sketch.bytes().length < 2_048) {
            most = sketch.bytes().length;
            sketch.add(random.nextLong());
        }

        assertEquals(256 * 3, most);
        assertEquals(sketch, DistinctSketch.of(sketch.bytes()));
    }

    @Test
    void aTextIsOneAndNoneIsNone() {
        assertEquals(1, Math.round(sketch(List.of(0L)).estimate()), "the hash with the highest rank");
        assertEquals(1, Math.round(sketch(List.of(-1L, -1L)).estimate()));
        assertEquals(0, new DistinctSketch().estimate());
        assertTrue(new DistinctSketch().isEmpty());
    }

    @Test
    void bytesOfNoSketchAreRefused() {
        assertEquals(
                "a sketch must have 2048 bytes or 3 for each of up to 256 registers, had 4",
                assertThrows(IllegalArgumentException.class, () -> DistinctSketch.of(new byte[4]))
                        .getMessage());
    }

    private static DistinctSketch sketch(List<Long> hashes) {
        DistinctSketch sketch = new DistinctSketch();
        hashes.forEach(sketch::add);
        return sketch;
    }
}
