package io.weighbridge.trainer.backtest;

import io.weighbridge.evidence.PairedClusterBootstrap;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.RoutingRequest;
import io.weighbridge.trainer.backtest.BacktestResult.Area;
import io.weighbridge.trainer.backtest.BacktestResult.Baselines;
import io.weighbridge.trainer.backtest.BacktestResult.CertificateResult;
import io.weighbridge.trainer.backtest.BacktestResult.Controls;
import io.weighbridge.trainer.backtest.BacktestResult.DataReport;
import io.weighbridge.trainer.backtest.BacktestResult.Gain;
import io.weighbridge.trainer.backtest.BacktestResult.Router;
import io.weighbridge.trainer.backtest.BacktestResult.RouterPoint;
import io.weighbridge.trainer.backtest.BacktestResult.TwoModel;
import io.weighbridge.trainer.data.BacktestData;
import io.weighbridge.trainer.data.Folds;
import io.weighbridge.trainer.data.NearDuplicates;
import io.weighbridge.trainer.data.OutcomeMatrix;
import io.weighbridge.trainer.data.Prompt;
import io.weighbridge.trainer.fit.FitSettings;
import io.weighbridge.trainer.fit.Labels;
import io.weighbridge.trainer.fit.Requests;
import io.weighbridge.trainer.metrics.Point;
import io.weighbridge.trainer.metrics.TwoModelCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline of a backtest: group near-duplicates, cut folds, predict every prompt from the other folds by the
 * router, the baselines and the controls, and measure all of them on the same outcomes.
 */
public final class Backtest {
    private static final int RESAMPLES = 200;
    /**
     * One shuffle may happen to agree with a real trend, such as that of length, in either direction; of few prompts more
     * than of many, where one also costs more.
     */
    private static final int SHUFFLES_OF_FEW = 5;

    private static final int FEW_PROMPTS = 2000;

    private final OutcomeMatrix outcomes;
    private final BacktestData data;
    private final BacktestOptions options;
    private final Consumer<String> progress;
    private final int[] groups;
    private final CrossValidation folds;
    private final Requests requests;
    private final Labels labels;

    private Backtest(BacktestData data, BacktestOptions options, Consumer<String> progress) {
        this.data = data;
        this.options = options;
        this.progress = progress;
        outcomes = data.outcomes();
        List<Prompt> prompts = outcomes.prompts();
        groups = NearDuplicates.groups(prompts.stream().map(Prompt::text).toList());
        int[] fold = Folds.assign(groups, prompts.stream().map(Prompt::task).toList(), options.folds(), options.seed());
        folds = new CrossValidation(fold, options.folds());
        requests = new Requests(prompts.stream()
                .map(prompt -> RoutingRequest.of(prompt.task(), prompt.text()))
                .toList());
        double[] weight = new double[prompts.size()];
        Arrays.fill(weight, 1);
        labels = new Labels(prompts.stream().map(Prompt::task).toArray(String[]::new), outcomes.score(), weight);
    }

    /** @param progress told the name of each stage as it begins */
    public static BacktestResult run(BacktestData data, BacktestOptions options, Consumer<String> progress) {
        return new Backtest(data, options, progress).run();
    }

    private BacktestResult run() {
        double[][] expectedCost = folds.costs(outcomes);
        Comparison comparison = new Comparison(outcomes, expectedCost);
        RoutedQuality router = new RoutedQuality(requests, groups, Optional.empty(), options.seed());
        double[][] routed = predict("router", router, labels);
        double[][] table = predict("per-task table", new TableQuality(), labels);
        double[][] knn = predict("kNN", new NearestNeighbours(requests.features(FeatureSchema.defaults())), labels);
        return new BacktestResult(
                outcomes.prompts().size(),
                outcomes.models().size(),
                options.folds(),
                options.seed(),
                comparison.costKnown(),
                router(comparison, routed, router),
                new Baselines(
                        comparison.bestSingle(),
                        comparison.alwaysCheap(),
                        comparison.singleModelHull(),
                        comparison.area(table),
                        comparison.area(knn),
                        comparison.randomMix(),
                        comparison.oracle()),
                twoModel(comparison, routed, table),
                certificate(comparison, routed, expectedCost),
                new Controls(shuffled(comparison), length(comparison)),
                report(comparison));
    }

    private double[][] predict(String stage, Predictor predictor, Labels from) {
        progress.accept(stage);
        return folds.quality(predictor, from);
    }

    private Router router(Comparison comparison, double[][] routed, RoutedQuality router) {
        if (comparison.costKnown()) {
            List<Point> points = comparison.points(routed);
            List<RouterPoint> shown = points.stream()
                    .map(p -> new RouterPoint(p.setting(), p.costUsd(), p.quality(), null))
                    .toList();
            return new Router(comparison.aiq(points), shown, router.chosen());
        }
        if (!comparison.twoModels() || comparison.paired().length == 0) {
            return new Router(null, List.of(), router.chosen());
        }
        TwoModelCurve curve = comparison.curve(comparison.gain(routed), comparison.paired());
        List<RouterPoint> points = IntStream.range(0, curve.quality().length)
                .mapToObj(i -> new RouterPoint("score decile " + i, null, curve.quality()[i], curve.strongShare()[i]))
                .toList();
        return new Router(null, points, router.chosen());
    }

    private @Nullable TwoModel twoModel(Comparison comparison, double[][] routed, double[][] table) {
        if (!comparison.twoModels() || comparison.paired().length == 0) {
            return null;
        }
        int[] rows = comparison.paired();
        double[] gain = comparison.gain(routed);
        double[] tableGain = comparison.gain(table);
        TwoModelCurve curve = comparison.curve(gain, rows);
        if (!Double.isFinite(curve.apgr())) { // both models do equally well: there is no gap to recover
            return null;
        }
        return new TwoModel(
                outcomes.models().get(comparison.weak()),
                outcomes.models().get(comparison.strong()),
                curve.apgr(),
                curve.cpt(0.5),
                curve.cpt(0.8),
                gainOverTable(comparison, gain, tableGain, rows));
    }

    private Gain gainOverTable(Comparison comparison, double[] gain, double[] tableGain, int[] rows) {
        int[] distinct = Arrays.stream(rows).map(row -> groups[row]).distinct().toArray();
        List<List<Integer>> members = new ArrayList<>();
        int[] clusterOf = new int[groups.length];
        for (int c = 0; c < distinct.length; c++) {
            clusterOf[distinct[c]] = c;
            members.add(new ArrayList<>());
        }
        Arrays.stream(rows).forEach(row -> members.get(clusterOf[groups[row]]).add(row));
        double confidence = 0.95;
        var interval = new PairedClusterBootstrap(distinct.length, RESAMPLES, options.seed())
                .interval(
                        drawn -> {
                            int[] resampled = IntStream.range(0, drawn.length)
                                    .flatMap(c -> IntStream.range(0, drawn[c])
                                            .flatMap(
                                                    n -> members.get(c).stream().mapToInt(row -> row)))
                                    .toArray();
                            double difference = comparison
                                            .curve(gain, resampled)
                                            .apgr()
                                    - comparison.curve(tableGain, resampled).apgr();
                            // A resample of few prompts may leave the models no gap to recover.
                            return Double.isFinite(difference) ? difference : 0;
                        },
                        confidence);
        double estimate = comparison.curve(gain, rows).apgr()
                - comparison.curve(tableGain, rows).apgr();
        return new Gain(estimate, interval.low(), interval.high(), confidence);
    }

    private @Nullable CertificateResult certificate(Comparison comparison, double[][] routed, double[][] expectedCost) {
        if (!comparison.costKnown()) {
            return null;
        }
        progress.accept("certificate");
        int[] train = folds.rows(0, false);
        int incumbent = Arrays.stream(comparison.priced())
                .boxed()
                .max(Comparator.comparingDouble(k -> mean(train, k)))
                .orElseThrow();
        return new HeldOutCertificate(outcomes, routed, expectedCost, comparison.priced(), incumbent, options)
                .certify(groups, folds.rows(0, true));
    }

    private double mean(int[] rows, int model) {
        return Arrays.stream(rows)
                .filter(row -> outcomes.observed(row, model))
                .mapToDouble(row -> outcomes.score()[row][model])
                .average()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    /** The router on labels dealt to other prompts at random: whatever it then gains is an error of the method.
     * It takes the settings that trust the prompt most; the mean over several shuffles is reported. */
    private Area shuffled(Comparison comparison) {
        progress.accept("shuffled labels");
        RoutedQuality router = new RoutedQuality(
                requests, groups, Optional.of(FitSettings.ridges().getFirst()), options.seed());
        int shuffles = outcomes.prompts().size() < FEW_PROMPTS ? SHUFFLES_OF_FEW : 1;
        List<Area> areas = new ArrayList<>();
        for (int shuffle = 1; shuffle <= shuffles; shuffle++) {
            List<double[]> rows = new ArrayList<>(Arrays.asList(outcomes.score()));
            Collections.shuffle(rows, new Random(options.seed() + shuffle));
            Labels dealt = new Labels(labels.task(), rows.toArray(double[][]::new), labels.weight());
            areas.add(comparison.area(folds.quality(router, dealt)));
        }
        return new Area(mean(areas, Area::aiq), mean(areas, Area::apgr));
    }

    private static @Nullable Double mean(List<Area> areas, Function<Area, @Nullable Double> measure) {
        double sum = 0;
        for (Area area : areas) {
            Double value = measure.apply(area);
            if (value == null) {
                return null;
            }
            sum += value;
        }
        return sum / areas.size();
    }

    private Area length(Comparison comparison) {
        double[] characters = outcomes.prompts().stream()
                .mapToDouble(prompt -> prompt.text().length())
                .toArray();
        Area binned = comparison.area(predict("prompt length", new LengthQuality(characters), labels));
        if (!comparison.twoModels() || comparison.paired().length == 0) {
            return binned;
        }
        double apgr = comparison.curve(characters, comparison.paired()).apgr();
        return new Area(binned.aiq(), Double.isFinite(apgr) ? apgr : null);
    }

    private DataReport report(Comparison comparison) {
        BacktestData.Costs costs = data.costs();
        return new DataReport(
                outcomes.models(),
                data.contaminated(),
                data.counts().promptsWithoutOutcome(),
                data.counts().rows(),
                data.counts().unscored(),
                data.counts().withoutPrompt(),
                outcomes.missingCells(),
                new TreeSet<>(IntStream.of(groups).boxed().toList()).size(),
                NearDuplicates.METHOD,
                Arrays.stream(comparison.priced())
                        .mapToObj(outcomes.models()::get)
                        .toList(),
                costs.unpriced(),
                costs.given(),
                costs.fromTokens(),
                costs.fromEstimates(),
                costs.fromEstimates() > 0 ? costs.tokenEstimate() : null);
    }
}
