package io.weighbridge.routing;

import java.util.List;

/**
 * One measure of a prompt's shape and its knots. A measure is encoded by the piecewise-linear "hat" functions of its
 * knots, so that a linear model can learn any continuous curve that bends at them.
 */
enum StructureFeature {
    BYTES(0, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 524288, 1048576),
    WORDS(0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096),
    LINES(1, 2, 4, 8, 16, 32, 64, 128, 256, 512),
    BYTES_PER_WORD(0, 2, 3, 4, 5, 6, 8, 12, 16),
    NUMBERS(0, 1, 2, 4, 8, 16, 32, 64, 128, 256),
    QUESTION_MARKS(0, 1, 2, 4, 8),
    OPTION_LINES(0, 1, 2, 4, 8, 16),
    BRACES(0, 1, 2, 4, 8, 16, 32, 64, 128, 256),
    MATH_SYMBOLS(0, 1, 2, 4, 8, 16, 32, 64, 128, 256),
    CODE_FENCES(0, 1, 2, 4),
    DIGIT_SHARE(0, 0.015625, 0.03125, 0.0625, 0.125, 0.25, 0.5, 1),
    UPPER_CASE_SHARE(0, 0.015625, 0.03125, 0.0625, 0.125, 0.25, 0.5, 1),
    PUNCTUATION_SHARE(0, 0.015625, 0.03125, 0.0625, 0.125, 0.25, 0.5, 1),
    NON_ASCII_SHARE(0, 0.015625, 0.03125, 0.0625, 0.125, 0.25, 0.5, 1);

    /** All measures in the order of their positions. */
    static final List<StructureFeature> ALL = List.of(values());

    /** Length of the structure block. */
    static final int POSITIONS = positions();

    private final double[] knots;

    StructureFeature(double... knots) {
        this.knots = knots;
    }

    int knots() {
        return knots.length;
    }

    /** The last knot that is not above the value; the first knot for values below it. */
    int knotAtOrBelow(double value) {
        int knot = 0;
        while (knot + 1 < knots.length && knots[knot + 1] <= value) {
            knot++;
        }
        return knot;
    }

    /** How far the value lies from that knot towards the next one, in [0, 1); 0 beyond the ends. */
    double fractionAbove(int knot, double value) {
        boolean outside = knot + 1 == knots.length || value <= knots[knot];
        return outside ? 0 : (value - knots[knot]) / (knots[knot + 1] - knots[knot]);
    }

    private static int positions() {
        int positions = 0;
        for (StructureFeature feature : ALL) {
            positions += feature.knots.length;
        }
        return positions;
    }
}
