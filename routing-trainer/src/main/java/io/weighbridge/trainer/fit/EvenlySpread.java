package io.weighbridge.trainer.fit;

import java.util.stream.IntStream;

/** Every so many-th of many rows: where more rows change little and cost much. */
final class EvenlySpread {
    private EvenlySpread() {}

    /** At most so many of the rows, in their order; all if there are no more. */
    static int[] of(int[] rows, int most) {
        int used = Math.min(rows.length, most);
        return IntStream.range(0, used)
                .map(i -> rows[(int) ((long) i * rows.length / used)])
                .toArray();
    }
}
