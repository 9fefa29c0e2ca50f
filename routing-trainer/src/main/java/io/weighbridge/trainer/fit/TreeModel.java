package io.weighbridge.trainer.fit;

import io.weighbridge.routing.BoostedTrees;
import io.weighbridge.routing.SparseVector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import smile.data.Tuple;
import smile.regression.RegressionTree;

/**
 * Boosted trees of one candidate.
 *
 * @param trees what they add to a table's log-odds
 * @param scale calibration that is part of the leaves: factor on what Smile's trees say
 * @param smile the same trees as Smile grew them
 * @param original index of the feature of each of Smile's columns
 */
public record TreeModel(BoostedTrees trees, double scale, List<RegressionTree> smile, int[] original) {

    public TreeModel {
        smile = List.copyOf(smile);
    }

    /** Log-odds that are added to the table's. */
    public double logOdds(SparseVector features) {
        return trees.logOdds(features);
    }

    TreeModel scaled(double factor) {
        int[] features = trees.features();
        double[] values = trees.values();
        Arrays.setAll(values, node -> features[node] < 0 ? factor * values[node] : values[node]);
        return new TreeModel(BoostedTrees.of(factor * trees.bias(), features, values), factor * scale, smile, original);
    }

    /** What Smile's own trees say, against which exports are checked. */
    public double smileLogOdds(SparseVector features) {
        double[] values = IntStream.of(original).mapToDouble(features::at).toArray();
        double sum = 0;
        for (RegressionTree tree : smile) {
            sum += tree.predict(Tuple.of(tree.schema(), values));
        }
        return scale * sum;
    }
}
