package io.weighbridge.samples.prompt;

import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import java.util.OptionalLong;

/**
 * Ticket and account numbers: 13 digits that stand for the row, so that the simulated provider needs no table, and that
 * look random, so that a router learns nothing from them. A keyed Feistel permutation of 40 bits (Luby and Rackoff
 * 1988).
 */
public final class Reference {
    /** One more than the largest row: 2⁴⁰. */
    public static final long ROWS = 1L << 40;

    private static final int DIGITS = 13;
    private static final int ROUNDS = 4;
    private static final int HALF_BITS = 20;
    private static final long HALF_MASK = (1L << HALF_BITS) - 1;

    private final long seed;

    public Reference(long seed) {
        this.seed = seed;
    }

    /**
     * The number of a row.
     *
     * @param row from 0 to 2⁴⁰ − 1
     */
    public String of(long row) {
        if (row < 0 || row >= ROWS) {
            throw new IllegalArgumentException("row: must be in [0, 2^40), was " + row);
        }
        long left = row >>> HALF_BITS;
        long right = row & HALF_MASK;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ roundKey(round, right);
            left = right;
            right = next;
        }
        String digits = Long.toString(left << HALF_BITS | right);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** The row of the first 13-digit number in a text; empty where there is none or it is out of range. */
    public OptionalLong find(String text) {
        int run = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                run++;
            } else if (run == DIGITS) {
                return row(Long.parseLong(text.substring(i - DIGITS, i)));
            } else {
                run = 0;
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong row(long number) {
        if (number >= ROWS) {
            return OptionalLong.empty();
        }
        long left = number >>> HALF_BITS;
        long right = number & HALF_MASK;
        for (int round = ROUNDS - 1; round >= 0; round--) {
            long previous = right ^ roundKey(round, left);
            right = left;
            left = previous;
        }
        return OptionalLong.of(left << HALF_BITS | right);
    }

    private long roundKey(int round, long half) {
        return RowRandom.of(seed, Purpose.REFERENCE, (long) round << HALF_BITS | half)
                        .nextLong()
                & HALF_MASK;
    }
}
