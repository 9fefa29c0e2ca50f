package io.weighbridge.audit.rollup;

import java.util.Arrays;

/**
 * Tells, call by call in the order of time, how much of each prompt a provider's cache would have held. A prefix is there from a second after
 * the first call with it, since providers serve it once they answer that call, until it has not been used for its lifetime; every use
 * renews it. Somebody who knows what will be asked writes a prefix once, with the call that begins it, and only if it is read.
 *
 * <p>An open hash table in primitive arrays, whose dead entries are dropped when it grows: it holds what one lifetime uses.
 */
final class PrefixPass {
    /** Stands for a call that is not of the day. */
    static final int EARLIER = -1;

    /** Microseconds. */
    static final long READABLE_AFTER = 1_000_000L;

    private static final long MINUTE = 60_000_000L;
    private static final long NEVER = Long.MIN_VALUE;
    private static final int NOBODY = -1;

    private final long lifetime;
    private final PrefixSteps steps;
    private long[] keys = new long[1 << 10];
    private long[] firstUses = new long[1 << 10];
    private long[] lastUses = unused(1 << 10);
    private int[] writers = new int[1 << 10];
    private int used;

    /** @param steps receives what is found */
    PrefixPass(int minutes, PrefixSteps steps) {
        this.lifetime = minutes * MINUTE;
        this.steps = steps;
    }

    /**
     * The next call.
     *
     * @param call of the day, or {@link #EARLIER}
     * @param prefixes whose call {@code entry} it is
     * @param micros when it was made; no earlier than the one before
     */
    void add(int call, Prefixes prefixes, int entry, long micros) {
        if (2 * (used + prefixes.steps(entry)) > keys.length) {
            rehash(micros);
        }
        int read = 0;
        for (int step = prefixes.steps(entry); step > 0; step--) {
            int slot = slot(prefixes.key(entry, step));
            if (!isAlive(slot, micros)) {
                begin(slot, prefixes.key(entry, step), micros, call);
            } else if (read == 0 && micros - firstUses[slot] >= READABLE_AFTER) {
                read = step;
                chargeWriter(slot, step);
            }
            lastUses[slot] = micros;
        }
        if (call != EARLIER) {
            steps.setRead(call, read);
        }
    }

    private boolean isAlive(int slot, long micros) {
        return lastUses[slot] != NEVER && micros - lastUses[slot] < lifetime;
    }

    private void begin(int slot, long key, long micros, int call) {
        if (lastUses[slot] == NEVER) {
            used++;
        }
        keys[slot] = key;
        firstUses[slot] = micros;
        writers[slot] = call == EARLIER ? NOBODY : call;
    }

    private void chargeWriter(int slot, int step) {
        if (writers[slot] != NOBODY) {
            steps.setWritten(writers[slot], step);
            writers[slot] = NOBODY;
        }
    }

    /** Where the key is, or would be. */
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key ^ (key >>> 32)) & mask;
        while (lastUses[slot] != NEVER && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Makes room for as many again as are alive. */
    private void rehash(long micros) {
        long[] oldKeys = keys;
        long[] oldFirstUses = firstUses;
        long[] oldLastUses = lastUses;
        int[] oldWriters = writers;
        int alive = 0;
        for (int slot = 0; slot < oldKeys.length; slot++) {
            alive += isAlive(slot, micros) ? 1 : 0;
        }
        int size = Integer.highestOneBit(Math.max(alive, 1 << 8)) << 3;
        keys = new long[size];
        firstUses = new long[size];
        lastUses = unused(size);
        writers = new int[size];
        used = alive;
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldLastUses[old] != NEVER && micros - oldLastUses[old] < lifetime) {
                int slot = slot(oldKeys[old]);
                keys[slot] = oldKeys[old];
                firstUses[slot] = oldFirstUses[old];
                lastUses[slot] = oldLastUses[old];
                writers[slot] = oldWriters[old];
            }
        }
    }

    private static long[] unused(int size) {
        long[] never = new long[size];
        Arrays.fill(never, NEVER);
        return never;
    }
}
