package io.weighbridge.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The boosted trees of all candidates, scored feature by feature instead of tree by tree: C. Lucchese et al., "QuickScorer: a
 * fast algorithm to rank documents with additive ensembles of regression trees", SIGIR 2015. A tree is a word with a bit per
 * leaf, from left to right; a split whose value is above the threshold clears the leaves of its first subtree, and the
 * lowest bit that remains is the leaf reached. Since most features of a request are 0, what zeros clear is cleared
 * beforehand. Leaves are added in the order of {@link BoostedTrees#logOdds}, so the results are equal.
 */
final class TreeScorer {
    private static final int MOST_LEAVES = Long.SIZE;

    /** Ascending; the splits on it are {@code firstSplit[i]} to {@code firstSplit[i + 1]}, by ascending threshold. */
    private final int[] usedFeatures;

    private final int[] firstSplit;
    private final double[] thresholds;
    private final int[] treeOfSplit;
    private final long[] remainingIfAbove;

    /** Per tree, the leaves that can be reached while every feature is 0. */
    private final long[] reachableAtZero;

    private final int[] firstLeaf;
    private final double[] leaves;

    /** Per model, its candidate, its bias and its first tree. */
    private final int[] candidates;

    /** Per model, whether its leaves are added to what weights gave. */
    private final boolean[] addedToWeights;

    private final double[] biases;
    private final int[] firstTree;

    private TreeScorer(Builder builder) {
        usedFeatures = builder.splits.keySet().stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        firstSplit = new int[usedFeatures.length + 1];
        List<Split> ordered = new ArrayList<>();
        for (int i = 0; i < usedFeatures.length; i++) {
            List<Split> splits = builder.splits.getOrDefault(usedFeatures[i], List.of());
            splits.stream().sorted(Comparator.comparingDouble(Split::threshold)).forEach(ordered::add);
            firstSplit[i + 1] = ordered.size();
        }
        thresholds = ordered.stream().mapToDouble(Split::threshold).toArray();
        treeOfSplit = ordered.stream().mapToInt(Split::tree).toArray();
        remainingIfAbove = ordered.stream().mapToLong(Split::remainingIfAbove).toArray();
        reachableAtZero =
                builder.reachableAtZero.stream().mapToLong(Long::longValue).toArray();
        firstLeaf = builder.firstLeaf.stream().mapToInt(Integer::intValue).toArray();
        leaves = builder.leaves.stream().mapToDouble(Double::doubleValue).toArray();
        candidates = builder.candidates.stream().mapToInt(Integer::intValue).toArray();
        addedToWeights = new boolean[candidates.length];
        for (int m = 0; m < candidates.length; m++) {
            addedToWeights[m] = builder.addedToWeights.get(m);
        }
        biases = builder.biases.stream().mapToDouble(Double::doubleValue).toArray();
        builder.firstTree.add(reachableAtZero.length);
        firstTree = builder.firstTree.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Of those models that are trees small enough for this; {@code null} if there are none. */
    static @Nullable TreeScorer of(List<Candidate> candidates) {
        Builder builder = new Builder();
        for (int k = 0; k < candidates.size(); k++) {
            @Nullable CallModel perCall = candidates.get(k).quality().perCall();
            if (perCall instanceof BoostedTrees trees && isSmall(trees)) {
                builder.add(k, trees, false);
            } else if (perCall instanceof StackedModel stacked && isSmall(stacked.trees())) {
                builder.add(k, stacked.trees(), true);
            }
        }
        return builder.candidates.isEmpty() ? null : new TreeScorer(builder);
    }

    /** Whether every tree has at most as many leaves as a word has bits. */
    static boolean isSmall(BoostedTrees model) {
        for (int tree = 0; tree < model.trees(); tree++) {
            // A binary tree of n leaves has 2n - 1 nodes.
            if (model.nodesOf(tree) > 2 * MOST_LEAVES - 1) {
                return false;
            }
        }
        return true;
    }

    private record Split(double threshold, int tree, long remainingIfAbove) {}

    private static final class Builder {
        private final Map<Integer, List<Split>> splits = new HashMap<>();
        private final List<Long> reachableAtZero = new ArrayList<>();
        private final List<Integer> firstLeaf = new ArrayList<>();
        private final List<Double> leaves = new ArrayList<>();
        private final List<Integer> candidates = new ArrayList<>();
        private final BitSet addedToWeights = new BitSet();
        private final List<Double> biases = new ArrayList<>();
        private final List<Integer> firstTree = new ArrayList<>();

        void add(int candidate, BoostedTrees model, boolean toWeights) {
            if (toWeights) {
                addedToWeights.set(candidates.size());
            }
            candidates.add(candidate);
            biases.add(model.bias());
            firstTree.add(reachableAtZero.size());
            for (int tree = 0; tree < model.trees(); tree++) {
                firstLeaf.add(leaves.size());
                reachableAtZero.add(-1L);
                place(model, model.root(tree), leaves.size());
            }
        }

        /** Places the subtree at a node. */
        private void place(BoostedTrees model, int node, int firstOfTree) {
            if (model.isLeaf(node)) {
                leaves.add(model.value(node));
                return;
            }
            int from = leaves.size() - firstOfTree;
            place(model, node + 1, firstOfTree);
            int to = leaves.size() - firstOfTree;
            place(model, model.otherwise(node), firstOfTree);
            long remaining = ~(lowest(to) & ~lowest(from));
            int tree = reachableAtZero.size() - 1;
            if (model.value(node) < 0) {
                reachableAtZero.set(tree, reachableAtZero.get(tree) & remaining);
            } else {
                splits.computeIfAbsent(model.feature(node), any -> new ArrayList<>())
                        .add(new Split(model.value(node), tree, remaining));
            }
        }

        /** The lowest n bits, n below 64: the first subtree of a split leaves a leaf to the other. */
        private static long lowest(int n) {
            return (1L << n) - 1;
        }
    }

    /** Sets the log-odds of the candidates whose models these are, or adds to those that weights gave; no value may be negative. */
    void score(Scratch request, double[] logOdds) {
        long[] reachable = request.reachable(reachableAtZero.length);
        System.arraycopy(reachableAtZero, 0, reachable, 0, reachableAtZero.length);
        int used = 0;
        for (int f = 0; f < request.size() && used < usedFeatures.length; f++) {
            int index = request.indices()[f];
            used = position(used, index);
            if (used < usedFeatures.length && usedFeatures[used] == index) {
                clear(reachable, used, request.values()[f]);
            }
        }
        for (int m = 0; m < candidates.length; m++) {
            double sum = addedToWeights[m] ? logOdds[candidates[m]] : biases[m];
            for (int tree = firstTree[m]; tree < firstTree[m + 1]; tree++) {
                sum += leaves[firstLeaf[tree] + Long.numberOfTrailingZeros(reachable[tree])];
            }
            logOdds[candidates[m]] = sum;
        }
    }

    private void clear(long[] reachable, int used, double value) {
        int end = firstSplit[used + 1];
        for (int split = firstSplit[used]; split < end && thresholds[split] < value; split++) {
            reachable[treeOfSplit[split]] &= remainingIfAbove[split];
        }
    }

    /** The position of the first used feature from a position on that is not below an index. */
    private int position(int from, int index) {
        if (from >= usedFeatures.length || usedFeatures[from] >= index) {
            return from;
        }
        int found = Arrays.binarySearch(usedFeatures, from, usedFeatures.length, index);
        return found < 0 ? -found - 1 : found;
    }
}
