package io.weighbridge.runner.workload;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SeenIdsTest {
    private static final int MANY = 50_000;

    @Test
    void everyIdIsNewOnceAndKnownFromThenOn() {
        SeenIds ids = new SeenIds();
        for (int id = 0; id < MANY; id++) {
            assertTrue(ids.add("item-" + id));
            assertFalse(ids.add("item-" + id / 2));
        }
        for (int id = 0; id < MANY; id++) {
            assertFalse(ids.add("item-" + id));
        }
        assertTrue(ids.add(""));
    }
}
