package io.weighbridge.trainer.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InnerFoldsTest {
    private static final int ROWS = 600;
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

    private final int[] rows = IntStream.range(0, ROWS).toArray();
    private final int[] group = IntStream.range(0, ROWS).map(i -> i / 3).toArray();
    private final @Nullable Instant[] time = new Instant[ROWS];

    /** Three calls of a session, hours apart; sessions in no order. */
    InnerFoldsTest() {
        SplittableRandom random = new SplittableRandom(3);
        long begun = 0;
        for (int i = 0; i < ROWS; i++) {
            begun = i % 3 == 0 ? random.nextLong(30 * 86_400) : begun + 3_600;
            time[i] = START.plusSeconds(begun);
        }
    }

    @Test
    void withTimesNothingIsLearnedFromWhatCameLater() {
        InnerFolds folds = InnerFolds.of(labels(), group, rows, 1, time);
        int[] fold = folds.ofHeldOut();
        assertEquals(ROWS * 2 / 3, fold.length, 3);
        for (int f = 0; f < folds.count(); f++) {
            int held = f;
            int[] heldOut = IntStream.range(0, fold.length)
                    .filter(i -> fold[i] == held)
                    .map(i -> folds.heldOut()[i])
                    .toArray();
            assertEquals(ROWS / 6, heldOut.length, 3);
            Instant lastHeldOut = last(heldOut);
            assertTrue(last(folds.learned(f)).isBefore(lastHeldOut));
            assertTrue(Arrays.stream(heldOut)
                    .mapToObj(this::endOfSession)
                    .noneMatch(end -> end.isBefore(last(folds.learned(held)))));
            assertTrue(IntStream.of(folds.learned(f))
                    .noneMatch(row -> IntStream.of(heldOut).anyMatch(h -> group[h] == group[row])));
        }
        assertTrue(folds.description().contains("before it"));
    }

    @Test
    void ofOneNightOrWithoutATimeEachFoldIsPredictedFromTheOthers() {
        InnerFolds plain = InnerFolds.of(labels(), group, rows, 1);
        assertEquals(ROWS, plain.heldOut().length);
        assertEquals(ROWS * 3 / 4, plain.learned(0).length, 3);
        assertTrue(plain.description().contains("the others"));

        Instant[] night = IntStream.range(0, ROWS).mapToObj(START::plusSeconds).toArray(Instant[]::new);
        assertArrayEquals(
                plain.ofHeldOut(),
                InnerFolds.of(labels(), group, rows, 1, night).ofHeldOut());
        time[17] = null;
        assertArrayEquals(
                plain.ofHeldOut(), InnerFolds.of(labels(), group, rows, 1, time).ofHeldOut());
    }

    @Test
    void fewerRowsKeepTheirFolds() {
        InnerFolds folds = InnerFolds.of(labels(), group, rows, 1, time);
        InnerFolds few = folds.ofAtMost(200);
        assertEquals(200, few.rows().length);
        for (int f = 0; f < few.count(); f++) {
            int[] all = folds.learned(f);
            assertTrue(IntStream.of(few.learned(f)).allMatch(row -> Arrays.binarySearch(all, row) >= 0));
        }
        assertArrayEquals(IntStream.range(0, 200).toArray(), few.renumbered().rows());
    }

    private Instant last(int[] of) {
        return IntStream.of(of)
                .mapToObj(this::endOfSession)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private Instant endOfSession(int row) {
        return Objects.requireNonNull(time[3 * group[row] + 2]);
    }

    private static Labels labels() {
        String[] task = new String[ROWS];
        Arrays.fill(task, "t");
        double[] weight = new double[ROWS];
        Arrays.fill(weight, 1);
        return new Labels(task, new double[ROWS][2], weight);
    }
}
