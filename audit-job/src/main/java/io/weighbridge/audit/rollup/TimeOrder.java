package io.weighbridge.audit.rollup;

/** Sorts numbers by time: a radix sort of 16 bits at a time, least first, so that equal times keep their order. */
final class TimeOrder {
    private static final int DIGIT_BITS = 16;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private TimeOrder() {}

    /** The indices of some times, in the order of the times. */
    static int[] of(long[] micros) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        boolean isSorted = true;
        for (long at : micros) {
            isSorted &= at >= last;
            first = Math.min(first, at);
            last = Math.max(last, at);
        }
        int[] order = new int[micros.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int[] sorted = new int[micros.length];
        for (int shift = 0; !isSorted && shift < Long.SIZE && last - first >>> shift != 0; shift += DIGIT_BITS) {
            sort(micros, first, shift, order, sorted);
            int[] swapped = order;
            order = sorted;
            sorted = swapped;
        }
        return order;
    }

    private static void sort(long[] micros, long first, int shift, int[] order, int[] sorted) {
        int[] starts = new int[DIGITS + 1];
        for (long at : micros) {
            starts[digit(at - first, shift) + 1]++;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            starts[digit + 1] += starts[digit];
        }
        for (int index : order) {
            sorted[starts[digit(micros[index] - first, shift)]++] = index;
        }
    }

    private static int digit(long time, int shift) {
        return (int) (time >>> shift) & (DIGITS - 1);
    }
}
