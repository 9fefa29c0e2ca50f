package io.weighbridge.trainer.fit;

import io.weighbridge.routing.BoostedTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import smile.data.Tuple;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.data.type.StructType;
import smile.model.cart.InternalNode;
import smile.model.cart.Loss;
import smile.model.cart.Node;
import smile.model.cart.RegressionNode;
import smile.regression.RegressionTree;

/**
 * Stochastic gradient boosting (Friedman 2002) of one candidate's log-odds, beginning at its table: the trees say how a call differs from
 * its task. Smile grows each tree, by a loss of ours, since its own takes neither weights, fractional labels nor a beginning per row; a leaf
 * is a Newton step with a ridge.
 */
final class TreeBoost {
    private static final int TREES = 40;
    private static final int LEAVES = 6;
    private static final int DEPTH = 6;
    private static final double SHRINKAGE = 0.15;
    private static final double ROW_SHARE = 0.4;
    private static final int LEAST_ROWS_OF_A_LEAF = 10;
    /** Of a leaf's value, in units of the loss's curvature: about this many rows are taken to speak for the table. */
    private static final double RIDGE = 5;

    private static final StructField RESPONSE = new StructField("residual", DataTypes.DoubleType);

    private final TreeColumns columns;
    private final PerCallModel.Sample sample;
    private final double[] offset;

    /**
     * @param sample labels and weights, of rows of the columns
     * @param offset log-odds of each label's row to begin at
     */
    TreeBoost(TreeColumns columns, PerCallModel.Sample sample, double[] offset) {
        this.columns = columns;
        this.sample = sample;
        this.offset = offset;
    }

    /**
     * Grows the trees.
     *
     * @param seed of the rows that each tree sees
     */
    TreeModel fit(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BoostedTrees.Builder all = BoostedTrees.builder(0);
        List<RegressionTree> grown = new ArrayList<>();
        NewtonLoss loss = new NewtonLoss(columns.frame().size(), sample, offset);
        for (int t = 0; t < TREES; t++) {
            RegressionTree tree = new RegressionTree(
                    columns.frame(),
                    loss,
                    RESPONSE,
                    DEPTH,
                    LEAVES,
                    LEAST_ROWS_OF_A_LEAF,
                    columns.original().length,
                    drawn(random),
                    columns.order());
            BoostedTrees.Builder one = BoostedTrees.builder(0);
            copy(tree.root(), tree.schema(), one, all);
            loss.add(one.build(), columns);
            grown.add(tree);
        }
        return new TreeModel(all.build(), SHRINKAGE, grown, columns.original());
    }

    private int[] drawn(SplittableRandom random) {
        int[] drawn = new int[columns.frame().size()];
        for (int row : sample.at()) {
            drawn[row] = random.nextDouble() < ROW_SHARE ? 1 : 0;
        }
        return drawn;
    }

    private void copy(Node node, StructType schema, BoostedTrees.Builder... to) {
        if (node instanceof InternalNode split) {
            double threshold = threshold(split, schema);
            for (BoostedTrees.Builder builder : to) {
                builder.split(columns.original()[split.feature()], threshold);
            }
            copy(split.trueChild(), schema, to);
            copy(split.falseChild(), schema, to);
        } else {
            for (BoostedTrees.Builder builder : to) {
                builder.leaf(SHRINKAGE * ((RegressionNode) node).output());
            }
        }
    }

    /** The largest value that goes to the first subtree; Smile does not tell it, but answers for any value. */
    private double threshold(InternalNode split, StructType schema) {
        int column = split.feature();
        double[] values = new double[columns.original().length];
        double below = columns.lowest(column);
        double above = columns.highest(column);
        while (true) {
            double middle = below + (above - below) / 2;
            if (middle <= below || middle >= above) {
                return below;
            }
            values[column] = middle;
            if (split.branch(Tuple.of(schema, values))) {
                below = middle;
            } else {
                above = middle;
            }
        }
    }

    /** Weighted cross-entropy at the log-odds reached so far. */
    private static final class NewtonLoss implements Loss {
        private final PerCallModel.Sample sample;
        private final double[] logOdds;
        /** By row of the columns; 0 where there is no label. */
        private final double[] residual;

        private final double[] curvature;

        NewtonLoss(int rows, PerCallModel.Sample sample, double[] offset) {
            this.sample = sample;
            logOdds = offset.clone();
            residual = new double[rows];
            curvature = new double[rows];
            update();
        }

        void add(BoostedTrees tree, TreeColumns columns) {
            for (int i = 0; i < logOdds.length; i++) {
                logOdds[i] += tree.logOdds(columns.rows()[sample.at()[i]]);
            }
            update();
        }

        private void update() {
            for (int i = 0; i < logOdds.length; i++) {
                double p = Logistic.probability(logOdds[i]);
                residual[sample.at()[i]] = sample.weight()[i] * (sample.label()[i] - p);
                curvature[sample.at()[i]] = sample.weight()[i] * p * (1 - p);
            }
        }

        @Override
        public double output(int[] rows, int[] drawn) {
            double slope = 0;
            double bend = RIDGE;
            for (int row : rows) {
                slope += drawn[row] * residual[row];
                bend += drawn[row] * curvature[row];
            }
            return slope / bend;
        }

        @Override
        public double value() {
            double loss = 0;
            for (int i = 0; i < logOdds.length; i++) {
                loss += sample.weight()[i] * (Logistic.log1pExp(logOdds[i]) - sample.label()[i] * logOdds[i]);
            }
            return loss;
        }

        @Override
        public double intercept(double[] y) {
            return 0;
        }

        @Override
        public double[] response() {
            return residual;
        }

        @Override
        public double[] residual() {
            return residual;
        }
    }
}
