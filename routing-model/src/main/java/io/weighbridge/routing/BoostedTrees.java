package io.weighbridge.routing;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Gradient boosted regression trees: log-odds of a good answer, a bias plus one leaf of each tree. J. Friedman, "Greedy
 * function approximation: a gradient boosting machine", 2001, algorithm 5; the shrinkage is already in the leaves.
 *
 * <p>All trees stand in two arrays, one after the other, each in pre-order: a split, then the whole tree for {@code feature
 * <= threshold}, then the whole tree for the rest. So the arrays cannot say a cycle or a node that belongs to two trees.
 */
public final class BoostedTrees implements CallModel {
    /** Most trees of a model. */
    public static final int MAX_TREES = 10_000;

    /** Most nodes of a model, leaves included. */
    public static final int MAX_NODES = 1 << 20;

    /** Most splits between a root and a leaf. */
    public static final int MAX_DEPTH = 64;

    private static final int LEAF = -1;

    private final double bias;
    private final int[] features;
    private final double[] values;
    private final int[] otherwise;
    private final int[] roots;

    private BoostedTrees(double bias, int[] features, double[] values) {
        this.bias = bias;
        this.features = features;
        this.values = values;
        Check.isTrue(Math.abs(bias) <= LARGEST_TERM, "bias", "must be at most 1e100 in size", bias);
        Check.isTrue(features.length <= MAX_NODES, "features", "must be at most " + MAX_NODES, features.length);
        Check.isTrue(
                values.length == features.length,
                "values",
                "must be as many as the " + features.length + " features",
                values.length);
        otherwise = new int[features.length];
        roots = link();
        Check.isTrue(roots.length <= MAX_TREES, "trees", "must be at most " + MAX_TREES, roots.length);
    }

    /**
     * Checks and copies the arrays.
     *
     * @param bias log-odds before the first tree, at most 1e100 in size
     * @param features per node the index of the feature it splits on, or −1 for a leaf; in pre-order, tree after tree
     * @param values per node the threshold of a split, or what a leaf adds to the log-odds (at most 1e100 in size)
     * @throws IllegalArgumentException if the last tree is incomplete or a bound is exceeded
     */
    public static BoostedTrees of(double bias, int[] features, double[] values) {
        return new BoostedTrees(bias, features.clone(), values.clone());
    }

    public static Builder builder(double bias) {
        return new Builder(bias);
    }

    /** Takes trees in pre-order: every {@link #split} is followed by its two subtrees. */
    public static final class Builder {
        private final double bias;
        private int[] features = new int[64];
        private double[] values = new double[64];
        private int size;

        private Builder(double bias) {
            this.bias = bias;
        }

        /** A split: next comes the tree for {@code feature <= threshold}, then the tree for the rest. */
        public Builder split(int feature, double threshold) {
            Check.isTrue(feature >= 0, "feature", "must not be negative", feature);
            return add(feature, threshold);
        }

        /** A leaf with what it adds to the log-odds. */
        public Builder leaf(double value) {
            return add(LEAF, value);
        }

        /** @throws IllegalArgumentException if the last tree is incomplete or a bound is exceeded */
        public BoostedTrees build() {
            return new BoostedTrees(bias, Arrays.copyOf(features, size), Arrays.copyOf(values, size));
        }

        private Builder add(int feature, double value) {
            if (size == features.length) {
                features = Arrays.copyOf(features, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            features[size] = feature;
            values[size++] = value;
            return this;
        }
    }

    /** Checks all nodes and finds for each split where the tree of its larger values begins; returns the roots. */
    private int[] link() {
        IntStream.Builder starts = IntStream.builder();
        int[] path = new int[MAX_DEPTH];
        int depth = 0;
        for (int node = 0; node < features.length; node++) {
            checkNode(node);
            if (depth == 0) {
                starts.add(node);
            }
            if (features[node] != LEAF) {
                Check.isTrue(depth < MAX_DEPTH, "features[" + node + "]", "must be at most 64 deep", depth + 1);
                path[depth++] = node;
                continue;
            }
            while (depth > 0 && otherwise[path[depth - 1]] != 0) {
                depth--;
            }
            if (depth > 0) {
                otherwise[path[depth - 1]] = node + 1;
            }
        }
        Check.isTrue(depth == 0, "features", "must end with a complete tree", features.length + " nodes");
        return starts.build().toArray();
    }

    private void checkNode(int node) {
        Check.isTrue(
                features[node] >= LEAF, "features[" + node + "]", "must be an index or -1 for a leaf", features[node]);
        Check.isTrue(
                Math.abs(values[node]) <= LARGEST_TERM,
                "values[" + node + "]",
                "must be at most 1e100 in size",
                values[node]);
    }

    public double bias() {
        return bias;
    }

    /** How many trees there are. */
    public int trees() {
        return roots.length;
    }

    /** How many nodes there are, leaves included. */
    public int nodes() {
        return features.length;
    }

    /** A copy of the feature per node, −1 for leaves. */
    public int[] features() {
        return features.clone();
    }

    /** A copy of the threshold or leaf per node. */
    public double[] values() {
        return values.clone();
    }

    int root(int tree) {
        return roots[tree];
    }

    int nodesOf(int tree) {
        return (tree + 1 < roots.length ? roots[tree + 1] : features.length) - roots[tree];
    }

    boolean isLeaf(int node) {
        return features[node] == LEAF;
    }

    int feature(int node) {
        return features[node];
    }

    double value(int node) {
        return values[node];
    }

    /** Where the tree for larger values than the threshold begins. */
    int otherwise(int split) {
        return otherwise[split];
    }

    /** The log-odds: bias, then one leaf per tree added in the order of the trees. */
    @Override
    public double logOdds(SparseVector request) {
        return addTo(bias, request);
    }

    /** One leaf per tree added to a sum in the order of the trees. */
    double addTo(double start, SparseVector request) {
        double sum = start;
        for (int root : roots) {
            int node = root;
            while (features[node] != LEAF) {
                node = request.at(features[node]) <= values[node] ? node + 1 : otherwise[node];
            }
            sum += values[node];
        }
        return sum;
    }

    @Override
    public int lastIndex() {
        return Arrays.stream(features).max().orElse(LEAF);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BoostedTrees that
                && Double.compare(bias, that.bias) == 0
                && Arrays.equals(features, that.features)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(features) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "BoostedTrees[" + roots.length + " trees, " + features.length + " nodes]";
    }
}
