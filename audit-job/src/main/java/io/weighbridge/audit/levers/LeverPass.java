package io.weighbridge.audit.levers;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pulls all levers over calls in the order of request and time. Each lever takes from what the ones before have left of a
 * call's cost, so that savings add up and no call saves more than it cost. An answer is stored when it is given and lives for
 * a fixed time; an answer from the cache does not prolong it.
 */
final class LeverPass {
    private static final long HOUR = 3_600_000_000L;

    private final long lifetime;
    private final Map<Part, Map<Lever, Sum>> sums = new TreeMap<>(Part.ORDER);
    private @Nullable LeverCall held;
    private @Nullable String stored;
    private long storedAt;

    LeverPass(LeverOptions options) {
        this.lifetime = options.cacheHours() * HOUR;
    }

    /** Calls of one task and team. */
    record Part(String task, @Nullable String team) {
        private static final Comparator<Part> ORDER = Comparator.comparing(Part::task)
                .thenComparing(Part::team, Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    /** What a lever saves, in picodollars, and on how many calls. */
    static final class Sum {
        private long calls;
        private long picodollars;

        private void add(long saving) {
            calls++;
            picodollars = Math.addExact(picodollars, saving);
        }

        long calls() {
            return calls;
        }

        long picodollars() {
            return picodollars;
        }
    }

    /** @param call in the order of request, then time */
    void add(LeverCall call) {
        pull(call);
        held = call;
    }

    /** Savings by part and lever, of all calls added. */
    Map<Part, Map<Lever, Sum>> finish() {
        pull(null);
        held = null;
        return sums;
    }

    /** Decides on the call before the next one, which tells whether it was asked again. */
    private void pull(@Nullable LeverCall next) {
        LeverCall call = held;
        if (call == null) {
            return;
        }
        boolean askedAgain = call.isSameRequestAs(next) && next != null && next.micros() - call.micros() <= HOUR;
        boolean useless = !call.answered() || call.cutOff() && askedAgain;
        boolean cached = !useless && isCached(call);
        if (!useless && !cached && !call.cutOff()) {
            stored = call.request();
            storedAt = call.micros();
        }
        if (!call.counts()) {
            return;
        }
        long left = call.spend();
        if (useless) {
            left -= take(call, Lever.FAILED_CALLS, left);
        } else if (cached) {
            left -= take(call, Lever.EXACT_DUPLICATES, left);
        }
        left -= take(call, Lever.OVER_PROVISIONED_MODEL, share(left, call.cheaperShare()));
        take(call, Lever.BATCH_TIER, share(left, call.batchShare()));
    }

    private boolean isCached(LeverCall call) {
        return call.request() != null && call.request().equals(stored) && call.micros() - storedAt < lifetime;
    }

    private static long share(long amount, double share) {
        return Math.min(amount, (long) Math.floor(amount * share));
    }

    private long take(LeverCall call, Lever lever, long saving) {
        if (saving > 0) {
            sums.computeIfAbsent(new Part(call.task(), call.team()), unused -> new EnumMap<>(Lever.class))
                    .computeIfAbsent(lever, unused -> new Sum())
                    .add(saving);
        }
        return Math.max(0, saving);
    }
}
