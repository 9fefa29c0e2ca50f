package io.weighbridge.audit.rollup;

import io.weighbridge.audit.rollup.RequestPass.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the calls of a day that a cache of nearly the same prompts would have answered, as {@link PromptPass} does, from primitive arrays: calls
 * that may have company, in the order of time, against an open hash table of the answers stored so far.
 */
final class NearRepeats {
    private static final int NONE = -1;
    private static final int UNKNOWN = 0;

    private final List<DayCalls> days;
    private final long lifetime;
    private final SeenHashes wholes;
    private final SeenHashes wholesSeenAgain;
    private final SeenHashes beginnings;
    /** By call that may have company, of all days: when it was made, in which day and as which of its calls. */
    private final long[] micros;

    private final int[] dayOf;
    private final int[] callOf;
    /** The table: which of these was stored last under a whole, and whose session that was. */
    private final int[] stored;

    private final int[] sessions;

    private NearRepeats(List<DayCalls> days, int cacheHours) {
        this.days = days;
        this.lifetime = cacheHours * PromptPass.HOUR;
        int all = days.stream().mapToInt(day -> day.requests().size()).sum();
        this.wholes = new SeenHashes(all);
        this.wholesSeenAgain = new SeenHashes(all);
        this.beginnings = new SeenHashes(all);
        forEach((day, call) -> see(days.get(day).sketches(), call));
        int[] count = new int[1];
        forEach((day, call) -> count[0] += mayHaveCompany(days.get(day).sketches(), call) ? 1 : 0);
        this.micros = new long[count[0]];
        this.dayOf = new int[count[0]];
        this.callOf = new int[count[0]];
        this.stored = new int[Integer.highestOneBit(Math.max(count[0], 8)) << 2];
        Arrays.fill(stored, NONE);
        this.sessions = new int[stored.length];
    }

    /**
     * Marks those that would remain.
     *
     * @param earlier the days before, whose answers may be cached
     */
    static void mark(Fate[] fates, DayCalls day, List<DayCalls> earlier, int cacheHours) {
        if (day.sketches().isEmpty()) {
            return;
        }
        List<DayCalls> days = new ArrayList<>(earlier);
        days.add(day);
        NearRepeats repeats = new NearRepeats(days, cacheHours);
        repeats.gather();
        repeats.pass(fates);
    }

    private interface Visit {
        void call(int day, int call);
    }

    /** The calls that have a sketch and gave an answer. */
    private void forEach(Visit visit) {
        for (int day = 0; day < days.size(); day++) {
            Requests requests = days.get(day).requests();
            Sketches sketches = days.get(day).sketches();
            for (int call = 0; call < requests.size(); call++) {
                if (sketches.isKnown(call) && requests.isAnswered(call)) {
                    visit.call(day, call);
                }
            }
        }
    }

    private void see(Sketches sketches, int call) {
        long whole = sketches.whole(call);
        if (wholes.add(whole)) {
            wholesSeenAgain.add(whole);
        }
        if (sketches.beginning(call) != whole) {
            beginnings.add(sketches.beginning(call));
        }
    }

    /** Whether another call may be nearly the same, or this one may have a sentence more or less than another. */
    private boolean mayHaveCompany(Sketches sketches, int call) {
        long whole = sketches.whole(call);
        return wholesSeenAgain.contains(whole)
                || beginnings.contains(whole)
                || sketches.beginning(call) != whole && wholes.contains(sketches.beginning(call));
    }

    private void gather() {
        int[] next = new int[1];
        forEach((day, call) -> {
            if (mayHaveCompany(days.get(day).sketches(), call)) {
                micros[next[0]] = days.get(day).requests().micros(call);
                dayOf[next[0]] = day;
                callOf[next[0]] = call;
                next[0]++;
            }
        });
    }

    private void pass(Fate[] fates) {
        int[] order = TimeOrder.of(micros);
        int begin = 0;
        while (begin < order.length) {
            int end = begin;
            while (end < order.length && micros[order[end]] == micros[order[begin]]) {
                end++;
            }
            // Calls of one time do not answer each other: all are looked up before one is stored.
            for (int i = begin; i < end; i++) {
                order[i] = isNear(order[i]) ? marked(order[i], fates) : order[i];
            }
            for (int i = begin; i < end; i++) {
                if (order[i] != NONE && !requests(order[i]).isCutOff(callOf[order[i]])) {
                    store(order[i]);
                }
            }
            begin = end;
        }
    }

    private int marked(int near, Fate[] fates) {
        if (dayOf[near] == days.size() - 1 && fates[callOf[near]] == Fate.REMAINS) {
            fates[callOf[near]] = Fate.NEAR;
        }
        return NONE;
    }

    private boolean isNear(int index) {
        Sketches sketches = sketches(index);
        int call = callOf[index];
        long whole = sketches.whole(call);
        if (isAlive(slot(whole), micros[index])) {
            return true;
        }
        long beginning = sketches.beginning(call);
        int session = sketches.session(call);
        if (beginning == whole || session == UNKNOWN) {
            return false;
        }
        int slot = slot(beginning);
        return isAlive(slot, micros[index]) && sessions[slot] != UNKNOWN && sessions[slot] != session;
    }

    private boolean isAlive(int slot, long at) {
        return stored[slot] != NONE && at - micros[stored[slot]] < lifetime;
    }

    /** Of two calls of one time it is not known whose session was first. */
    private void store(int index) {
        int slot = slot(sketches(index).whole(callOf[index]));
        int session = sketches(index).session(callOf[index]);
        boolean isTied = stored[slot] != NONE && micros[stored[slot]] == micros[index];
        sessions[slot] = isTied && sessions[slot] != session ? UNKNOWN : session;
        stored[slot] = index;
    }

    /** Where the whole is, or would be. */
    private int slot(long whole) {
        int mask = stored.length - 1;
        int slot = (int) (whole ^ (whole >>> 32)) & mask;
        while (stored[slot] != NONE && sketches(stored[slot]).whole(callOf[stored[slot]]) != whole) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private Requests requests(int index) {
        return days.get(dayOf[index]).requests();
    }

    private Sketches sketches(int index) {
        return days.get(dayOf[index]).sketches();
    }
}
