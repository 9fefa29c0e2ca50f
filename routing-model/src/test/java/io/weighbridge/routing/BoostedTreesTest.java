package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoostedTreesTest {
    /** The example of FORMAT.md, bias 1. */
    private static final BoostedTrees EXAMPLE = BoostedTrees.builder(1)
            .split(5, 0.5)
            .leaf(0.1)
            .split(9, 2)
            .leaf(-0.2)
            .leaf(0.3)
            .leaf(0.7)
            .build();

    @Test
    void aValueAtTheThresholdGoesToTheFirstTree() {
        assertEquals(1 + 0.1 + 0.7, EXAMPLE.logOdds(at(5, 0.5)));
        assertEquals(1 - 0.2 + 0.7, EXAMPLE.logOdds(at(5, Math.nextUp(0.5))));
        assertEquals(1 + 0.3 + 0.7, EXAMPLE.logOdds(SparseVector.of(new int[] {5, 9}, new double[] {1, 3})));
    }

    @Test
    void anAbsentFeatureIsZero() {
        assertEquals(1 + 0.1 + 0.7, EXAMPLE.logOdds(SparseVector.ZERO));
        BoostedTrees negative =
                BoostedTrees.builder(0).split(2, -0.5).leaf(1).leaf(2).build();
        assertEquals(2, negative.logOdds(SparseVector.ZERO));
    }

    @Test
    void nodesStandInPreOrder() {
        assertArrayEquals(new int[] {5, -1, 9, -1, -1, -1}, EXAMPLE.features());
        assertArrayEquals(new double[] {0.5, 0.1, 2, -0.2, 0.3, 0.7}, EXAMPLE.values());
        assertEquals("BoostedTrees[2 trees, 6 nodes]", EXAMPLE.toString());
        assertEquals(9, EXAMPLE.lastIndex());
        assertEquals(EXAMPLE, BoostedTrees.of(1, EXAMPLE.features(), EXAMPLE.values()));
    }

    @Test
    void besideWeightsLeavesAreAddedToTheirSum() {
        LogisticModel linear = new LogisticModel(0.1, SparseVector.of(new int[] {3}, new double[] {2}));
        StackedModel stacked = new StackedModel(linear, BoostedTrees.of(0, EXAMPLE.features(), EXAMPLE.values()));
        SparseVector request = at(3, 1);
        assertEquals(linear.logOdds(request) + (EXAMPLE.logOdds(request) - 1), stacked.logOdds(request), 1e-15);
        assertEquals(Math.max(3, EXAMPLE.lastIndex()), stacked.lastIndex());
        assertThrows(IllegalArgumentException.class, () -> new StackedModel(linear, EXAMPLE));
    }

    @Test
    void noTreesLeaveTheBias() {
        assertEquals(-0.25, BoostedTrees.builder(-0.25).build().logOdds(at(3, 1)));
        assertEquals(-1, BoostedTrees.builder(-0.25).build().lastIndex());
    }

    @Test
    void allNodesCutShortAnywhereInATreeAreRefused() {
        for (int nodes : new int[] {1, 2, 3, 4}) {
            int[] features = Arrays.copyOf(EXAMPLE.features(), nodes);
            double[] values = Arrays.copyOf(EXAMPLE.values(), nodes);
            assertEquals(
                    "features: must end with a complete tree, was " + nodes + " nodes",
                    assertThrows(IllegalArgumentException.class, () -> BoostedTrees.of(0, features, values))
                            .getMessage());
        }
    }

    @Test
    void treesAreBounded() {
        int[] leaves = new int[BoostedTrees.MAX_TREES + 1];
        Arrays.fill(leaves, -1);
        assertEquals(
                "trees: must be at most 10000, was 10001",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> BoostedTrees.of(0, leaves, new double[leaves.length]))
                        .getMessage());
        int[] nodes = new int[BoostedTrees.MAX_NODES + 1];
        assertEquals(
                "features: must be at most 1048576, was 1048577",
                assertThrows(IllegalArgumentException.class, () -> BoostedTrees.of(0, nodes, new double[nodes.length]))
                        .getMessage());
    }

    @Test
    void theSumEqualsTreesWalkedOneByOne() {
        FeatureSchema schema = FeatureSchema.defaults().withTextBuckets(1 << 8);
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            BoostedTrees model = Policies.boostedTrees(schema, random, 20);
            double[] request = new double[schema.dimension()];
            for (int i = 0; i < request.length; i++) {
                request[i] = random.nextInt(3) == 0 ? random.nextDouble() : 0;
            }
            Walk walk = new Walk(model, request);
            double sum = model.bias();
            while (walk.node < model.nodes()) {
                sum += walk.tree();
            }
            assertEquals(sum, model.logOdds(sparse(request)));
        }
    }

    /** Reads every tree recursively, without links between nodes. */
    private static final class Walk {
        private final int[] features;
        private final double[] values;
        private final double[] request;
        private int node;

        Walk(BoostedTrees model, double[] request) {
            features = model.features();
            values = model.values();
            this.request = request;
        }

        double tree() {
            int split = node++;
            if (features[split] < 0) {
                return values[split];
            }
            double below = tree();
            double above = tree();
            return request[features[split]] <= values[split] ? below : above;
        }
    }

    private static SparseVector sparse(double[] values) {
        int[] indices = new int[values.length];
        double[] present = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                indices[count] = i;
                present[count++] = values[i];
            }
        }
        return SparseVector.of(Arrays.copyOf(indices, count), Arrays.copyOf(present, count));
    }

    private static SparseVector at(int index, double value) {
        return SparseVector.of(new int[] {index}, new double[] {value});
    }
}
