package io.weighbridge.audit.rollup;

import io.weighbridge.audit.scan.TextIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Adds calls up by group in primitive arrays: open addressing on the ids of a group's texts, measures side by side. */
final class GroupTable {
    private static final int MEASURES = Measure.values().length;
    private static final int KEYS = 6;
    private static final int FREE = -1;

    private int[] slots = freeSlots(1 << 8);
    private int[] keys = new int[KEYS * 64];
    private long[] sums = new long[MEASURES * 64];
    private long[] loads = new long[HourlyLoad.SUMS * 64];
    private final List<CallTraffic> traffic = new ArrayList<>();

    /** The number of a group, from 0; a new one if it was not seen before. */
    int group(int team, int application, int task, int model, int provider, int tier) {
        int mask = slots.length - 1;
        int slot = hash(team, application, task, model, provider, tier) & mask;
        while (slots[slot] != FREE) {
            int key = slots[slot] * KEYS;
            if (keys[key + 3] == model
                    && keys[key + 2] == task
                    && keys[key] == team
                    && keys[key + 1] == application
                    && keys[key + 4] == provider
                    && keys[key + 5] == tier) {
                return slots[slot];
            }
            slot = (slot + 1) & mask;
        }
        return add(slot, team, application, task, model, provider, tier);
    }

    void add(int group, Measure measure, long value) {
        int at = group * MEASURES + measure.ordinal();
        sums[at] = Math.addExact(sums[at], value);
    }

    /** @param at of the measure in the load; the group's sum of it is that of its hours */
    void addToLoad(int group, int at, long value) {
        int sum = group * HourlyLoad.SUMS + at;
        loads[sum] = Math.addExact(loads[sum], value);
    }

    /** All but the load. */
    CallTraffic traffic(int group) {
        return traffic.get(group);
    }

    private int add(int slot, int... key) {
        int group = traffic.size();
        traffic.add(CallTraffic.none());
        if (keys.length < (group + 1) * KEYS) {
            keys = Arrays.copyOf(keys, 2 * keys.length);
            sums = Arrays.copyOf(sums, 2 * sums.length);
            loads = Arrays.copyOf(loads, 2 * loads.length);
        }
        System.arraycopy(key, 0, keys, group * KEYS, KEYS);
        slots[slot] = group;
        if (2 * traffic.size() > slots.length) {
            rehash();
        }
        return group;
    }

    private void rehash() {
        int[] larger = freeSlots(2 * slots.length);
        int mask = larger.length - 1;
        for (int group = 0; group < traffic.size(); group++) {
            int k = group * KEYS;
            int slot = hash(keys[k], keys[k + 1], keys[k + 2], keys[k + 3], keys[k + 4], keys[k + 5]) & mask;
            while (larger[slot] != FREE) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = group;
        }
        slots = larger;
    }

    private static int[] freeSlots(int count) {
        int[] free = new int[count];
        Arrays.fill(free, FREE);
        return free;
    }

    private static int hash(int team, int application, int task, int model, int provider, int tier) {
        int hash = ((((team * 31 + application) * 31 + task) * 31 + model) * 31 + provider) * 31 + tier;
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    /** All groups, in their order. */
    List<GroupTotals> totals(TextIds ids) {
        List<GroupTotals> totals = new ArrayList<>(traffic.size());
        for (int group = 0; group < traffic.size(); group++) {
            int key = group * KEYS;
            HourlyLoad load = HourlyLoad.of(loads, group * HourlyLoad.SUMS);
            long[] own = Arrays.copyOfRange(sums, group * MEASURES, (group + 1) * MEASURES);
            HourlyLoad.MEASURES.forEach(measure -> own[measure.ordinal()] = load.total(measure));
            totals.add(new GroupTotals(
                    new CallGroup(
                            ids.text(keys[key]),
                            ids.text(keys[key + 1]),
                            Objects.requireNonNull(ids.text(keys[key + 2])),
                            Objects.requireNonNull(ids.text(keys[key + 3])),
                            ids.text(keys[key + 4]),
                            ids.text(keys[key + 5])),
                    own,
                    traffic.get(group).with(load)));
        }
        totals.sort(java.util.Comparator.comparing(GroupTotals::group));
        return totals;
    }
}
