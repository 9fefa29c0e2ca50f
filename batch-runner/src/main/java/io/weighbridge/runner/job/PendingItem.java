package io.weighbridge.runner.job;

import io.weighbridge.runner.journal.JournaledItem;
import org.jspecify.annotations.Nullable;

/** An item on its way through a chunk. The chunk keeps all it has read until its end, so what has ended is let go of before. */
final class PendingItem {
    private final int room;
    private volatile @Nullable JournaledItem item;

    /** @param room that it takes, in characters */
    PendingItem(JournaledItem item, int room) {
        this.item = item;
        this.room = room;
    }

    /** @throws IllegalStateException if it has ended */
    JournaledItem item() {
        JournaledItem held = item;
        if (held == null) {
            throw new IllegalStateException("an item that has ended");
        }
        return held;
    }

    int room() {
        return room;
    }

    void end() {
        item = null;
    }
}
