package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.backtest.BacktestResult.Curve;
import io.weighbridge.trainer.backtest.BacktestResult.CurvePoint;
import io.weighbridge.trainer.backtest.BacktestResult.Curves;
import io.weighbridge.trainer.metrics.Point;
import io.weighbridge.trainer.metrics.TwoModelCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The curves of a backtest: router, table, kNN, random mixing, every model alone and the oracle on one axis. */
final class QualityCurves {
    static final String ROUTER = "router";
    static final String ORACLE = "oracle";

    private final Comparison comparison;

    QualityCurves(Comparison comparison) {
        this.comparison = comparison;
    }

    /** Null where neither costs nor a strong and a weak model give an axis. */
    @Nullable
    Curves of(double[][] routed, double[][] table, double[][] knn) {
        if (comparison.costKnown()) {
            return byCost(routed, table, knn);
        }
        return comparison.twoModels() && comparison.paired().length > 0 ? byShare(routed, table, knn) : null;
    }

    private Curves byCost(double[][] routed, double[][] table, double[][] knn) {
        List<Curve> curves = new ArrayList<>();
        curves.add(curve(ROUTER, Comparison.hull(comparison.points(routed))));
        curves.add(curve("per-task table", Comparison.hull(comparison.points(table))));
        curves.add(curve("kNN", Comparison.hull(comparison.points(knn))));
        curves.add(curve("random mix", Comparison.hull(List.of(comparison.cheapest(), comparison.bestPriced()))));
        comparison.singles().forEach(single -> curves.add(curve(single.setting(), List.of(single))));
        BacktestResult.Oracle oracle = comparison.oracle();
        Double oracleCost = oracle.costUsd();
        if (oracleCost != null) {
            curves.add(new Curve(ORACLE, List.of(new CurvePoint(oracleCost, oracle.quality()))));
        }
        return new Curves("cost_usd", curves);
    }

    private static Curve curve(String name, List<Point> points) {
        return new Curve(
                name,
                points.stream()
                        .map(point -> new CurvePoint(point.costUsd(), point.quality()))
                        .toList());
    }

    private Curves byShare(double[][] routed, double[][] table, double[][] knn) {
        int[] rows = comparison.paired();
        TwoModelCurve router = comparison.curve(comparison.gain(routed), rows);
        CurvePoint weak = new CurvePoint(0, router.weakQuality());
        CurvePoint strong = new CurvePoint(1, router.strongQuality());
        List<Curve> curves = new ArrayList<>();
        curves.add(curve(ROUTER, router));
        curves.add(curve("per-task table", comparison.curve(comparison.gain(table), rows)));
        curves.add(curve("kNN", comparison.curve(comparison.gain(knn), rows)));
        curves.add(new Curve("random mix", List.of(weak, strong)));
        curves.add(new Curve(comparison.weakModel(), List.of(weak)));
        curves.add(new Curve(comparison.strongModel(), List.of(strong)));
        curves.add(new Curve(ORACLE, List.of(comparison.twoModelOracle())));
        return new Curves("strong_share", curves);
    }

    private static Curve curve(String name, TwoModelCurve of) {
        return new Curve(
                name,
                IntStream.range(0, of.quality().length)
                        .mapToObj(i -> new CurvePoint(of.strongShare()[i], of.quality()[i]))
                        .toList());
    }
}
