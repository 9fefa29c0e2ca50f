package io.weighbridge.trainer.backtest;

import io.weighbridge.evidence.LearnThenTest;
import io.weighbridge.routing.Rule;
import io.weighbridge.trainer.backtest.BacktestResult.CertificateResult;
import io.weighbridge.trainer.data.OutcomeMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Learn-then-Test on the first fold: models come from the other folds, the policies are "the cheapest model within τ of
 * the incumbent" by rising τ, three fifths of the fold's groups certify, and what the certified policy saves and loses
 * is measured on the rest, which nothing has seen.
 */
final class HeldOutCertificate {
    private static final double STEP = 0.01;
    private static final int STEPS = 40;
    private static final int CERTIFYING_OF_FIVE = 3;
    private static final int LEAST_CLUSTERS = 10;

    private final OutcomeMatrix outcomes;
    private final double[][] quality;
    private final double[][] expectedCost;
    private final int[] priced;
    private final int incumbent;
    private final BacktestOptions options;

    /** @param incumbent the priced model with the best mean on the training folds */
    HeldOutCertificate(
            OutcomeMatrix outcomes,
            double[][] quality,
            double[][] expectedCost,
            int[] priced,
            int incumbent,
            BacktestOptions options) {
        this.outcomes = outcomes;
        this.quality = quality;
        this.expectedCost = expectedCost;
        this.priced = priced;
        this.incumbent = incumbent;
        this.options = options;
    }

    /**
     * @param groups group of each row
     * @param held rows of the first fold, which the models have not seen
     * @return null where the fold has too few groups to certify anything
     */
    @Nullable
    CertificateResult certify(int[] groups, int[] held) {
        Map<Long, List<Integer>> clusters = new TreeMap<>();
        for (int row : held) {
            if (outcomes.observed(row, incumbent)) {
                clusters.computeIfAbsent(SaltedOrder.key(options.seed(), groups[row]), g -> new ArrayList<>())
                        .add(row);
            }
        }
        List<List<Integer>> ordered = List.copyOf(clusters.values());
        int certifying = ordered.size() * CERTIFYING_OF_FIVE / 5;
        if (certifying < LEAST_CLUSTERS) {
            return null;
        }
        List<List<Integer>> certification = ordered.subList(0, certifying);
        int[] rest = ordered.subList(certifying, ordered.size()).stream()
                .flatMap(List::stream)
                .mapToInt(row -> row)
                .toArray();
        List<LearnThenTest.Increments> policies = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            policies.add(LearnThenTest.Increments.perCluster(
                    differences(certification, step * STEP), options.maxQualityLoss()));
        }
        int passed = LearnThenTest.certify(policies, 1 - options.confidence())
                .certified()
                .orElse(-1);
        return result(passed, certifying, rest);
    }

    private CertificateResult result(int passed, int certifying, int[] rest) {
        double cost = 0;
        double incumbentCost = 0;
        double loss = 0;
        for (int row : rest) {
            int chosen = passed < 0 ? incumbent : choice(row, passed * STEP);
            cost += outcomes.cost()[row][chosen];
            incumbentCost += outcomes.cost()[row][incumbent];
            loss += outcomes.score()[row][incumbent] - outcomes.score()[row][chosen];
        }
        return new CertificateResult(
                options.maxQualityLoss(),
                options.confidence(),
                passed >= 0,
                incumbentCost > 0 ? 1 - cost / incumbentCost : null,
                rest.length == 0 ? null : loss / rest.length,
                outcomes.models().get(incumbent),
                passed < 0 ? null : passed * STEP,
                certifying,
                rest.length,
                "Learn-then-Test, betting p-values, mean per cluster; saving and loss on prompts held out from it");
    }

    private double[] differences(List<List<Integer>> clusters, double tolerance) {
        return clusters.stream()
                .mapToDouble(rows -> rows.stream()
                        .mapToDouble(
                                row -> outcomes.score()[row][choice(row, tolerance)] - outcomes.score()[row][incumbent])
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private int choice(int row, double tolerance) {
        boolean[] open = new boolean[outcomes.models().size()];
        Arrays.stream(priced).forEach(k -> open[k] = !Double.isNaN(outcomes.cost()[row][k]));
        return new Rule.CheapestWithin(tolerance).choose(quality[row], expectedCost[row], open, incumbent, tolerance);
    }
}
