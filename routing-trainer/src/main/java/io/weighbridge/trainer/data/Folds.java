package io.weighbridge.trainer.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Seeded assignment of rows to folds: groups stay together, and every task is spread evenly. */
public final class Folds {
    private Folds() {}

    /**
     * @param groups group of each row
     * @param tasks task of each row; a group counts for the task of its first row
     * @return fold of each row, from 0
     */
    public static int[] assign(int[] groups, List<String> tasks, int folds, long seed) {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < groups.length; i++) {
            members.computeIfAbsent(groups[i], g -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> shuffled = new ArrayList<>(members.values());
        Collections.shuffle(shuffled, new Random(seed));
        int[] fold = new int[groups.length];
        int[] total = new int[folds];
        Map<String, int[]> perTask = new HashMap<>();
        for (List<Integer> group : shuffled) {
            int[] ofTask = perTask.computeIfAbsent(tasks.get(group.getFirst()), t -> new int[folds]);
            int target = emptiest(ofTask, total);
            group.forEach(row -> fold[row] = target);
            ofTask[target] += group.size();
            total[target] += group.size();
        }
        return fold;
    }

    private static int emptiest(int[] ofTask, int[] total) {
        int best = 0;
        for (int f = 1; f < total.length; f++) {
            if (ofTask[f] < ofTask[best] || (ofTask[f] == ofTask[best] && total[f] < total[best])) {
                best = f;
            }
        }
        return best;
    }
}
