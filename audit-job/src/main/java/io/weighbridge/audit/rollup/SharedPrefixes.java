package io.weighbridge.audit.rollup;

import io.weighbridge.audit.rollup.RequestPass.Fate;
import java.util.List;

/** Finds what the prompts of a day's calls share, given the calls of the days before that may have filled the provider's cache. */
final class SharedPrefixes {
    private SharedPrefixes() {}

    /**
     * Only calls that remain use the cache, and of the days before those that were answered.
     *
     * @param fates of the day's calls
     * @param earlier the days before, in order
     * @param from when the cache was empty: microseconds since 1970
     */
    static PrefixSteps steps(Requests day, Fate[] fates, List<Requests> earlier, long from, int minutes) {
        if (day.prefixes().size() == 0) {
            return PrefixSteps.NONE;
        }
        PrefixSteps steps = new PrefixSteps(day.size());
        PrefixPass pass = new PrefixPass(minutes, steps);
        for (Requests before : earlier) {
            Prefixes prefixes = before.prefixes();
            for (int entry :
                    prefixes.inOrder(call -> before.micros(call) >= from && before.isAnswered(call), before::micros)) {
                pass.add(PrefixPass.EARLIER, prefixes, entry, before.micros(prefixes.call(entry)));
            }
        }
        Prefixes prefixes = day.prefixes();
        for (int entry : prefixes.inOrder(call -> fates[call] == Fate.REMAINS, day::micros)) {
            int call = prefixes.call(entry);
            pass.add(call, prefixes, entry, day.micros(call));
        }
        return steps;
    }
}
