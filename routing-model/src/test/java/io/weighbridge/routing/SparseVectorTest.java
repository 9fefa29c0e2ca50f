package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SparseVectorTest {
    @Test
    void aValueIsFoundByIndexAndMissingOnesAreZero() {
        SparseVector vector = SparseVector.of(new int[] {2, 7}, new double[] {0.5, -1});
        assertEquals(0.5, vector.at(2));
        assertEquals(-1, vector.at(7));
        assertEquals(0, vector.at(3));
    }

    @Test
    void indicesMustAscendStrictly() {
        assertEquals(
                "indices[1]: must ascend strictly from 0, was 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SparseVector.of(new int[] {2, 2}, new double[] {1, 1}))
                        .getMessage());
    }

    @Test
    void valuesMustBeFinite() {
        assertEquals(
                "values[0]: must be finite, was NaN",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SparseVector.of(new int[] {2}, new double[] {Double.NaN}))
                        .getMessage());
    }

    @Test
    void theArraysOfTheCallerAreCopied() {
        double[] values = {1};
        SparseVector vector = SparseVector.of(new int[] {0}, values);
        values[0] = 9;
        vector.values()[0] = 9;
        assertEquals(1, vector.value(0));
    }
}
