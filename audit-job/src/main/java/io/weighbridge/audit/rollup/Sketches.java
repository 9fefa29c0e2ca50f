package io.weighbridge.audit.rollup;

/**
 * The sketches of a day's prompts by call, each half within its circle, in primitive arrays: 20 bytes a call, or none where no prompt has a
 * sketch.
 */
final class Sketches {
    private static final long UNKNOWN = 0;

    private final int calls;
    private long[] wholes = {};
    private long[] beginnings = {};
    private int[] sessions = {};

    /** None are known yet. */
    Sketches(int calls) {
        this.calls = calls;
    }

    /** @param session by a hash; 0 where it is not known */
    void set(int call, long whole, long beginning, int session) {
        if (isEmpty()) {
            wholes = new long[calls];
            beginnings = new long[calls];
            sessions = new int[calls];
        }
        wholes[call] = whole == UNKNOWN ? 1 : whole;
        beginnings[call] = beginning == UNKNOWN ? 1 : beginning;
        sessions[call] = session;
    }

    boolean isEmpty() {
        return wholes.length == 0;
    }

    boolean isKnown(int call) {
        return !isEmpty() && wholes[call] != UNKNOWN;
    }

    /** Equal for prompts of one circle that are nearly the same. */
    long whole(int call) {
        return wholes[call];
    }

    /** The whole of the prompt without its last sentence. */
    long beginning(int call) {
        return beginnings[call];
    }

    /** 0 where it is not known. */
    int session(int call) {
        return sessions[call];
    }
}
