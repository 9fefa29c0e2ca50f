package io.weighbridge.audit.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RowCountsTest {
    @Test
    void aLostRowIsAnError() {
        IllegalStateException lost = assertThrows(IllegalStateException.class, () -> new RowCounts(10, 7, 1, 1));

        assertEquals("rows read must equal accepted + duplicate + quarantined, was 10 ≠ 7 + 1 + 1", lost.getMessage());
    }

    @Test
    void readAgainEveryRowIsADuplicate() {
        assertEquals(new RowCounts(10, 0, 10, 0), new RowCounts(10, 7, 1, 2).again());
    }
}
