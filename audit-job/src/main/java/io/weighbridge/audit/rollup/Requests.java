package io.weighbridge.audit.rollup;

import java.util.Arrays;

/**
 * Which requests a day's calls made, and when, in primitive arrays: 29 bytes a call. A request is known by 128 bits: a hash of its
 * prompt, and another one of prompt, tenant and model; a call without a prompt hash has no request. What their prompts begin with stands
 * beside them.
 */
final class Requests {
    private static final byte KNOWN = 1;
    private static final byte ANSWERED = 2;
    private static final byte CUT_OFF = 4;

    private long[] prompts = new long[1024];
    private long[] requests = new long[1024];
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

    void add(boolean known, long prompt, long request, long at, boolean answered, boolean cutOff) {
        if (size == flags.length) {
            grow();
        }
        prompts[size] = prompt;
        requests[size] = request;
        micros[size] = at;
        flags[size] = (byte) ((known ? KNOWN : 0) | (answered ? ANSWERED : 0) | (cutOff ? CUT_OFF : 0));
        size++;
    }

    private void grow() {
        int larger = Math.addExact(size, size >> 1);
        prompts = Arrays.copyOf(prompts, larger);
        requests = Arrays.copyOf(requests, larger);
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

    /** Of its prompt alone. */
    long promptHash(int call) {
        return prompts[call];
    }

    long hash(int call) {
        return requests[call];
    }

    boolean isSameRequest(int call, Requests others, int other) {
        return requests[call] == others.requests[other] && prompts[call] == others.prompts[other];
    }
}
