package io.weighbridge.audit.rollup;

import java.util.Arrays;

/** Finds a request among those of one day: an open hash table of the last call of each. */
final class RequestIndex {
    private static final int NONE = -1;

    private final Requests requests;
    private final int[] lastCalls;

    RequestIndex(Requests requests) {
        this.requests = requests;
        this.lastCalls = new int[Integer.highestOneBit(Math.max(requests.size(), 8)) << 2];
        Arrays.fill(lastCalls, NONE);
        for (int call = 0; call < requests.size(); call++) {
            if (requests.isKnown(call)) {
                lastCalls[slot(requests, call)] = call;
            }
        }
    }

    /** The last call of the day with the request of a call of any day; -1 where there is none. */
    int lastOf(Requests of, int call) {
        return lastCalls[slot(of, call)];
    }

    /** Where the request is, or would be. */
    private int slot(Requests of, int call) {
        long hash = of.hash(call);
        int mask = lastCalls.length - 1;
        int slot = (int) (hash ^ (hash >>> 32)) & mask;
        while (lastCalls[slot] != NONE && !of.isSameRequest(call, requests, lastCalls[slot])) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
