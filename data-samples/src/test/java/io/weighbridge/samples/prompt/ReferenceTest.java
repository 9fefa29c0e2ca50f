package io.weighbridge.samples.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    private final Reference reference = new Reference(7);

    @Test
    void aTextThatHoldsTheNumberGivesTheRowBack() {
        for (long row : new long[] {0, 1, 59_999, 100_000_000, Reference.ROWS - 1}) {
            String text = "Ticket " + reference.of(row) + ", opened 12 days ago";
            assertEquals(OptionalLong.of(row), reference.find(text));
        }
    }

    @Test
    void numbersAreThirteenDigitsAndDiffer() {
        Set<String> numbers = new HashSet<>();
        for (long row = 0; row < 10_000; row++) {
            String number = reference.of(row);
            assertTrue(number.matches("[0-9]{13}"), number);
            numbers.add(number);
        }
        assertEquals(10_000, numbers.size());
    }

    @Test
    void neighbouringRowsHaveUnrelatedNumbers() {
        int ascending = 0;
        for (long row = 0; row < 2_000; row++) {
            ascending += reference.of(row).compareTo(reference.of(row + 1)) < 0 ? 1 : 0;
        }
        assertTrue(ascending > 850 && ascending < 1_150, "ascending " + ascending);
    }

    @Test
    void aTextWithoutThirteenDigitsInARowHasNone() {
        assertEquals(OptionalLong.empty(), reference.find("call 555-1234 or 12345678901234"));
        assertEquals(OptionalLong.empty(), reference.find(""));
        assertEquals(OptionalLong.empty(), reference.find("out of range: 9999999999999"));
    }

    @Test
    void rowsOutsideTheRangeAreRefused() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> reference.of(-1));
        assertEquals("row: must be in [0, 2^40), was -1", refused.getMessage());
    }
}
