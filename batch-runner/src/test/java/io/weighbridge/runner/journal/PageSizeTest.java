package io.weighbridge.runner.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PageSizeTest {
    @Test
    void aPageHasTheRowsThatFitAndNeverNone() {
        PageSize size = new PageSize(1_000, 100);

        assertEquals(10, size.rows(64));
        assertEquals(5, size.rows(5));
        size.read(1);
        assertEquals(64, size.rows(64));
        size.read(2_000);
        assertEquals(1, size.rows(64));
        size.read(0);
        assertEquals(64, size.rows(64));
    }
}
