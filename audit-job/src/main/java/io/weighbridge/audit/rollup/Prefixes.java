package io.weighbridge.audit.rollup;

import io.weighbridge.tokenlog.PromptPrefixes;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * The beginnings of the prompts of a day's calls that are long enough to have any, in primitive arrays: 8 bytes for each call and for each
 * beginning. A beginning is known by 64 bits of hash over tenant, model and its own hash.
 */
final class Prefixes {
    private int[] calls = new int[64];
    private int[] ends = new int[64];
    private long[] keys = new long[64];
    private int size;

    /** How many calls have any. */
    int size() {
        return size;
    }

    /** A call whose beginnings are to follow, the shortest first. */
    void begin(int call) {
        if (size == calls.length) {
            int larger = Math.addExact(size, size >> 1);
            calls = Arrays.copyOf(calls, larger);
            ends = Arrays.copyOf(ends, larger);
        }
        calls[size] = call;
        ends[size] = size == 0 ? 0 : ends[size - 1];
        size++;
    }

    /** The next beginning of the last call; those after the last step are left out. */
    void add(long key) {
        int end = ends[size - 1];
        if (steps(size - 1) == PromptPrefixes.STEPS) {
            return;
        }
        if (end == keys.length) {
            keys = Arrays.copyOf(keys, Math.addExact(end, end >> 1));
        }
        keys[end] = key;
        ends[size - 1] = end + 1;
    }

    /** The number of the call in its day. */
    int call(int entry) {
        return calls[entry];
    }

    /** How many beginnings a call has. */
    int steps(int entry) {
        return ends[entry] - start(entry);
    }

    long key(int entry, int step) {
        return keys[start(entry) + step - 1];
    }

    private int start(int entry) {
        return entry == 0 ? 0 : ends[entry - 1];
    }

    /**
     * The entries of some calls in the order of time.
     *
     * @param wanted asked for calls, as {@code micros} is
     */
    int[] inOrder(IntPredicate wanted, IntToLongFunction micros) {
        int[] entries = IntStream.range(0, size)
                .filter(entry -> wanted.test(calls[entry]))
                .toArray();
        long[] times = Arrays.stream(entries)
                .mapToLong(entry -> micros.applyAsLong(calls[entry]))
                .toArray();
        int[] order = TimeOrder.of(times);
        for (int i = 0; i < order.length; i++) {
            order[i] = entries[order[i]];
        }
        return order;
    }
}
