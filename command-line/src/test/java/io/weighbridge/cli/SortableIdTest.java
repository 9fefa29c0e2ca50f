package io.weighbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SortableIdTest {
    private static final Instant BEGUN = Instant.parse("2026-11-22T10:15:30.999Z");

    @Test
    void theSameInputsAtTheSameSecondGiveTheSameName() {
        String id = SortableId.of(BEGUN, "lake", "1");

        assertTrue(id.matches("20261122T101530Z-[0-9a-f]{6}"), id);
        assertEquals(id, SortableId.of(Instant.parse("2026-11-22T10:15:30Z"), "lake", "1"));
    }

    @Test
    void whereOneInputEndsCounts() {
        assertNotEquals(SortableId.of(BEGUN, "ab", "c"), SortableId.of(BEGUN, "a", "bc"));
    }

    @Test
    void theLaterNameIsTheGreater() {
        assertTrue(SortableId.of(BEGUN, "z").compareTo(SortableId.of(BEGUN.plusSeconds(1), "a")) < 0);
    }
}
