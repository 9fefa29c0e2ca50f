package io.weighbridge.samples.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RowRandomTest {
    @Test
    void theNumbersOfARowAreFrozen() {
        RowRandom random = RowRandom.of(7, Purpose.TEXT, 123_456_789L);
        assertEquals(-5199606031913541948L, random.nextLong());
        assertEquals(2551415371159506534L, random.nextLong());
    }

    @Test
    void seedsPurposesAndRowsHaveNumbersOfTheirOwn() {
        long number = RowRandom.of(7, Purpose.TEXT, 5).nextLong();
        assertNotEquals(number, RowRandom.of(8, Purpose.TEXT, 5).nextLong());
        assertNotEquals(number, RowRandom.of(7, Purpose.TASK, 5).nextLong());
        assertNotEquals(number, RowRandom.of(7, Purpose.TEXT, 6).nextLong());
    }

    @Test
    void belowStaysBelowAndReachesEveryValue() {
        int[] seen = new int[6];
        for (long row = 0; row < 6_000; row++) {
            seen[(int) RowRandom.of(1, Purpose.TEXT, row).below(6)]++;
        }
        for (int count : seen) {
            assertTrue(count > 850 && count < 1_150, "count " + count);
        }
    }

    @Test
    void gaussiansHaveMeanZeroAndVarianceOne() {
        double sum = 0;
        double squares = 0;
        int rows = 40_000;
        for (long row = 0; row < rows; row++) {
            double value = RowRandom.of(3, Purpose.HIDDEN_DIFFICULTY, row).gaussian();
            sum += value;
            squares += value * value;
        }
        assertEquals(0, sum / rows, 0.02);
        assertEquals(1, squares / rows, 0.03);
    }
}
