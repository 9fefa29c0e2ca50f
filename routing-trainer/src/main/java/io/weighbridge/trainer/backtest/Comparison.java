package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.backtest.BacktestResult.Area;
import io.weighbridge.trainer.backtest.BacktestResult.SingleModel;
import io.weighbridge.trainer.data.OutcomeMatrix;
import io.weighbridge.trainer.metrics.Point;
import io.weighbridge.trainer.metrics.QualityCostHull;
import io.weighbridge.trainer.metrics.SweepSums;
import io.weighbridge.trainer.metrics.TwoModelCurve;
import io.weighbridge.trainer.metrics.UtilitySweep;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures predictions of any kind on one set of outcomes, all on the same axis. */
final class Comparison {
    private final OutcomeMatrix outcomes;
    private final int[] priced;
    private final UtilitySweep sweep;
    private final boolean twoModels;
    private final int weak;

    Comparison(OutcomeMatrix outcomes, double[][] expectedCost) {
        this.outcomes = outcomes;
        this.priced = IntStream.range(0, outcomes.models().size())
                .filter(k -> !Double.isNaN(outcomes.totalCost(k)))
                .toArray();
        this.sweep = new UtilitySweep(outcomes.score(), outcomes.cost(), expectedCost, priced);
        this.twoModels = outcomes.models().size() == 2 && outcomes.meanScore(0) != outcomes.meanScore(1);
        this.weak = twoModels && outcomes.meanScore(0) < outcomes.meanScore(1) ? 0 : 1;
    }

    int[] priced() {
        return priced;
    }

    /** Whether there are two models with costs, so that quality can be traded for money. */
    boolean costKnown() {
        return priced.length >= 2 && axisEnd() > 0;
    }

    /** The sweep of a prediction, added up per cluster. */
    SweepSums sums(double[][] quality, int[] cluster) {
        double[] weight = new double[quality.length];
        Arrays.fill(weight, 1);
        return sweep.sums(quality, cluster, weight);
    }

    /** Largest share of calls that one model serves, at each point of the sweep. */
    double[] largestShares(double[][] quality) {
        return sweep.largestShares(quality);
    }

    List<Point> points(double[][] quality) {
        return sweep.points(quality);
    }

    Area area(double[][] quality) {
        return new Area(costKnown() ? aiq(points(quality)) : null, apgr(quality));
    }

    Area singleModelHull() {
        return new Area(costKnown() ? aiq(singles()) : null, null);
    }

    /** Calls split by chance between the cheapest and the best priced model: in expectation a straight line. */
    Area randomMix() {
        if (!costKnown()) {
            return new Area(null, twoModels() ? 0.5 : null);
        }
        return new Area(aiq(List.of(cheapest(), bestPriced())), twoModels() ? 0.5 : null);
    }

    Point bestPriced() {
        return singles().stream()
                .max(Comparator.comparingDouble(Point::quality))
                .orElseThrow();
    }

    /** Corners of the hull over points, from which AIQ is measured. */
    static List<Point> hull(List<Point> points) {
        return QualityCostHull.of(points).corners();
    }

    double aiq(List<Point> points) {
        return QualityCostHull.of(points).aiq(axisEnd());
    }

    SingleModel bestSingle() {
        int best = IntStream.range(0, outcomes.models().size())
                .boxed()
                .max(Comparator.comparingDouble(outcomes::meanScore))
                .orElseThrow();
        double cost = outcomes.totalCost(best);
        return new SingleModel(outcomes.models().get(best), outcomes.meanScore(best), Double.isNaN(cost) ? null : cost);
    }

    SingleModel alwaysCheap() {
        if (priced.length == 0) {
            return new SingleModel(null, null, null);
        }
        Point cheap = cheapest();
        return new SingleModel(cheap.setting(), cheap.quality(), cheap.costUsd());
    }

    /** The cheapest model among those with the top score, prompt by prompt; over priced models if there are two. */
    BacktestResult.Oracle oracle() {
        int[] eligible = costKnown()
                ? priced
                : IntStream.range(0, outcomes.models().size()).toArray();
        double quality = 0;
        double cost = 0;
        int answered = 0;
        for (int row = 0; row < outcomes.prompts().size(); row++) {
            int best = oracleChoice(row, eligible);
            if (best >= 0) {
                quality += outcomes.score()[row][best];
                cost += outcomes.cost()[row][best];
                answered++;
            }
        }
        double perPrompt = (double) outcomes.prompts().size() / answered;
        return new BacktestResult.Oracle(quality / answered, costKnown() ? cost * perPrompt : null);
    }

    private int oracleChoice(int row, int[] eligible) {
        int best = -1;
        for (int k : eligible) {
            double score = outcomes.score()[row][k];
            if (!Double.isNaN(score)
                    && (best < 0
                            || score > outcomes.score()[row][best]
                            || (score == outcomes.score()[row][best]
                                    && outcomes.cost()[row][k] < outcomes.cost()[row][best]))) {
                best = k;
            }
        }
        return best;
    }

    boolean twoModels() {
        return twoModels;
    }

    int weak() {
        return weak;
    }

    int strong() {
        return 1 - weak();
    }

    String weakModel() {
        return outcomes.models().get(weak());
    }

    String strongModel() {
        return outcomes.models().get(strong());
    }

    /** The strong of two models where it is better, else the weak one. */
    BacktestResult.CurvePoint twoModelOracle() {
        int[] rows = paired();
        double strongCalls = 0;
        double quality = 0;
        for (int row : rows) {
            double weakScore = outcomes.score()[row][weak()];
            double strongScore = outcomes.score()[row][strong()];
            strongCalls += strongScore > weakScore ? 1 : 0;
            quality += Math.max(weakScore, strongScore);
        }
        return new BacktestResult.CurvePoint(strongCalls / rows.length, quality / rows.length);
    }

    /** Rows that both of two models answered. */
    int[] paired() {
        return IntStream.range(0, outcomes.prompts().size())
                .filter(row -> outcomes.observed(row, 0) && outcomes.observed(row, 1))
                .toArray();
    }

    /** @param gain predicted gain of the strong model by row */
    TwoModelCurve curve(double[] gain, int[] rows) {
        return TwoModelCurve.of(
                Arrays.stream(rows).mapToDouble(row -> gain[row]).toArray(),
                Arrays.stream(rows)
                        .mapToDouble(row -> outcomes.score()[row][weak()])
                        .toArray(),
                Arrays.stream(rows)
                        .mapToDouble(row -> outcomes.score()[row][strong()])
                        .toArray());
    }

    double[] gain(double[][] quality) {
        return Arrays.stream(quality).mapToDouble(q -> q[strong()] - q[weak()]).toArray();
    }

    private @Nullable Double apgr(double[][] quality) {
        if (!twoModels() || paired().length == 0) {
            return null;
        }
        double apgr = curve(gain(quality), paired()).apgr();
        return Double.isFinite(apgr) ? apgr : null;
    }

    List<Point> singles() {
        return Arrays.stream(priced)
                .mapToObj(k -> new Point(outcomes.models().get(k), outcomes.totalCost(k), outcomes.meanScore(k)))
                .toList();
    }

    Point cheapest() {
        return singles().stream()
                .min(Comparator.comparingDouble(Point::costUsd)
                        .thenComparing(
                                Comparator.comparingDouble(Point::quality).reversed()))
                .orElseThrow();
    }

    private double axisEnd() {
        return singles().stream().mapToDouble(Point::costUsd).max().orElse(0);
    }
}
