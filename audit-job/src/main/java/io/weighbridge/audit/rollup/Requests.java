package io.weighbridge.audit.rollup;

import java.util.Arrays;

/**
 * Which requests a day's calls made, and when, in primitive arrays: 29 bytes a call. A request is known by 128 bits of hash over tenant,
 * model and prompt hash; a call without a prompt hash has no request. What their prompts begin with stands beside them.
 */
final class Requests {
    private static final byte KNOWN = 1;
    private static final byte ANSWERED = 2;
    private static final byte CUT_OFF = 4;

    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private long[] micros = new long[1024];
    private byte[] flags = new byte[1024];
    private final Prefixes prefixes = new Prefixes();
    private int size;

    int size() {
        return size;
    }

    Prefixes prefixes() {
        return prefixes;
    }

    void add(boolean known, long requestHigh, long requestLow, long at, boolean answered, boolean cutOff) {
        if (size == flags.length) {
            grow();
        }
        high[size] = requestHigh;
        low[size] = requestLow;
        micros[size] = at;
        flags[size] = (byte) ((known ? KNOWN : 0) | (answered ? ANSWERED : 0) | (cutOff ? CUT_OFF : 0));
        size++;
    }

    private void grow() {
        int larger = Math.addExact(size, size >> 1);
        high = Arrays.copyOf(high, larger);
        low = Arrays.copyOf(low, larger);
        micros = Arrays.copyOf(micros, larger);
        flags = Arrays.copyOf(flags, larger);
    }

    boolean isKnown(int call) {
        return (flags[call] & KNOWN) != 0;
    }

    boolean isAnswered(int call) {
        return (flags[call] & ANSWERED) != 0;
    }

    boolean isCutOff(int call) {
        return (flags[call] & CUT_OFF) != 0;
    }

    long micros(int call) {
        return micros[call];
    }

    long hash(int call) {
        return high[call];
    }

    boolean isSameRequest(int call, Requests others, int other) {
        return high[call] == others.high[other] && low[call] == others.low[other];
    }
}
