package io.weighbridge.trainer.backtest;

import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.trainer.backtest.BacktestResult.Area;
import io.weighbridge.trainer.backtest.BacktestResult.Baselines;
import io.weighbridge.trainer.backtest.BacktestResult.CertificateResult;
import io.weighbridge.trainer.backtest.BacktestResult.Control;
import io.weighbridge.trainer.backtest.BacktestResult.Controls;
import io.weighbridge.trainer.backtest.BacktestResult.DataReport;
import io.weighbridge.trainer.backtest.BacktestResult.Router;
import io.weighbridge.trainer.backtest.BacktestResult.RouterPoint;
import io.weighbridge.trainer.backtest.BacktestResult.TwoModel;
import io.weighbridge.trainer.data.BacktestData;
import io.weighbridge.trainer.data.NearDuplicates;
import io.weighbridge.trainer.data.OutcomeMatrix;
import io.weighbridge.trainer.data.Prompt;
import io.weighbridge.trainer.fit.FitSettings;
import io.weighbridge.trainer.fit.Labels;
import io.weighbridge.trainer.fit.Requests;
import io.weighbridge.trainer.fit.TextEmbedder;
import io.weighbridge.trainer.metrics.Point;
import io.weighbridge.trainer.metrics.TwoModelCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
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
    /**
     * One shuffle may happen to agree with a real trend, such as that of length, in either direction; of few prompts more
     * than of many, where one also costs more.
     */
    private static final int SHUFFLES_OF_FEW = 5;

    private static final int FEW_PROMPTS = 2000;

    private final OutcomeMatrix outcomes;
    private final BacktestData data;
    private final BacktestOptions options;
    private final @Nullable TextEmbedder embedder;
    private final Consumer<String> progress;
    private final Rows rows;
    private final Requests requests;
    private final Labels labels;

    private Backtest(
            BacktestData data,
            Rows rows,
            @Nullable TextEmbedder embedder,
            BacktestOptions options,
            Consumer<String> progress) {
        this.embedder = embedder;
        this.data = data;
        this.rows = rows;
        this.options = options;
        this.progress = progress;
        outcomes = data.outcomes();
        requests = rows.requests();
        labels = rows.labels();
    }

    /** @param progress told the name of each stage as it begins */
    public static BacktestResult run(BacktestData data, BacktestOptions options, Consumer<String> progress) {
        return run(data, null, null, options, progress);
    }

    /**
     * With all that is optional.
     *
     * @param training another set to train on; null to train on folds
     * @param embedder also measures a router with sentence embeddings; null for none
     */
    public static BacktestResult run(
            BacktestData data,
            @Nullable Training training,
            @Nullable TextEmbedder embedder,
            BacktestOptions options,
            Consumer<String> progress) {
        Rows rows =
                training == null ? Rows.ofFolds(data.outcomes(), options) : Rows.ofTransfer(data.outcomes(), training);
        return new Backtest(data, rows, embedder, options, progress).run();
    }

    private BacktestResult run() {
        double[][] expectedCost = rows.splits().costs(labels);
        Comparison comparison = new Comparison(outcomes, expectedCost);
        PairedGains gains = new PairedGains(
                comparison, Arrays.copyOf(rows.groups(), outcomes.prompts().size()), options.seed());
        RoutedQuality router = new RoutedQuality(requests, rows.groups(), Optional.empty(), options.seed());
        double[][] routed = predict("router", router, labels);
        double[][] table = predict("per-task table", new TableQuality(), labels);
        double[][] knn = predict("kNN", new NearestNeighbours(requests.features(FeatureSchema.defaults())), labels);
        List<PairedGains.Pair> overTable = List.of(new PairedGains.Pair(routed, table));
        return new BacktestResult(
                outcomes.prompts().size(),
                outcomes.models().size(),
                rows.transfer() == null ? options.folds() : 1,
                options.seed(),
                comparison.costKnown(),
                router(comparison, routed, router, gains.aiq(overTable)),
                new Baselines(
                        comparison.bestSingle(),
                        comparison.alwaysCheap(),
                        comparison.singleModelHull(),
                        comparison.area(table),
                        comparison.area(knn),
                        comparison.randomMix(),
                        comparison.oracle()),
                twoModel(comparison, routed, gains.apgr(overTable)),
                certificate(comparison, routed, expectedCost),
                new Controls(
                        shuffledLabels(comparison, gains),
                        length(comparison),
                        randomFeatures(comparison, gains, table)),
                report(comparison),
                rows.transfer(),
                embeddings(comparison, gains, table),
                new QualityCurves(comparison).of(routed, table, knn));
    }

    private double[][] predict(String stage, Predictor predictor, Labels from) {
        progress.accept(stage);
        return rows.splits().quality(predictor, from);
    }

    private Router router(
            Comparison comparison, double[][] routed, RoutedQuality router, BacktestResult.@Nullable Gain gain) {
        if (comparison.costKnown()) {
            List<Point> points = comparison.points(routed);
            double[] largestShare = comparison.largestShares(routed);
            List<RouterPoint> shown = IntStream.range(0, points.size())
                    .mapToObj(i -> new RouterPoint(
                            points.get(i).setting(),
                            points.get(i).costUsd(),
                            points.get(i).quality(),
                            null,
                            largestShare[i]))
                    .toList();
            return new Router(comparison.aiq(points), shown, router.chosen(), gain);
        }
        if (!comparison.twoModels() || comparison.paired().length == 0) {
            return new Router(null, List.of(), router.chosen(), null);
        }
        TwoModelCurve curve = comparison.curve(comparison.gain(routed), comparison.paired());
        List<RouterPoint> points = IntStream.range(0, curve.quality().length)
                .mapToObj(i -> new RouterPoint(
                        "score decile " + i,
                        null,
                        curve.quality()[i],
                        curve.strongShare()[i],
                        Math.max(curve.strongShare()[i], 1 - curve.strongShare()[i])))
                .toList();
        return new Router(null, points, router.chosen(), null);
    }

    private @Nullable TwoModel twoModel(
            Comparison comparison, double[][] routed, BacktestResult.@Nullable Gain gainOverTable) {
        if (!comparison.twoModels() || comparison.paired().length == 0) {
            return null;
        }
        TwoModelCurve curve = comparison.curve(comparison.gain(routed), comparison.paired());
        if (!Double.isFinite(curve.apgr())) { // both models do equally well: there is no gap to recover
            return null;
        }
        return new TwoModel(
                outcomes.models().get(comparison.weak()),
                outcomes.models().get(comparison.strong()),
                curve.apgr(),
                curve.cpt(0.5),
                curve.cpt(0.8),
                gainOverTable);
    }

    private BacktestResult.@Nullable Embeddings embeddings(Comparison comparison, PairedGains gains, double[][] table) {
        TextEmbedder model = embedder;
        if (model == null) {
            return null;
        }
        progress.accept("embeddings");
        double[][] vectors =
                model.embed(rows.prompts().stream().map(Prompt::text).toList());
        RoutedQuality router =
                new RoutedQuality(requests.withEmbedded(vectors), rows.groups(), Optional.empty(), options.seed());
        double[][] routed = rows.splits().quality(router, labels);
        List<PairedGains.Pair> overTable = List.of(new PairedGains.Pair(routed, table));
        return new BacktestResult.Embeddings(
                model.name(),
                comparison.area(routed).aiq(),
                twoModel(comparison, routed, gains.apgr(overTable)),
                gains.aiq(overTable),
                router.chosen());
    }

    private @Nullable CertificateResult certificate(Comparison comparison, double[][] routed, double[][] expectedCost) {
        if (!comparison.costKnown()) {
            return null;
        }
        progress.accept("certificate");
        CrossValidation.Split first = rows.splits().first();
        int incumbent = Arrays.stream(comparison.priced())
                .boxed()
                .max(Comparator.comparingDouble(k -> mean(first.train(), k)))
                .orElseThrow();
        return new HeldOutCertificate(outcomes, routed, expectedCost, comparison.priced(), incumbent, options)
                .certify(rows.groups(), first.test());
    }

    private double mean(int[] trainingRows, int model) {
        return Arrays.stream(trainingRows)
                .filter(row -> labels.observed(row, model))
                .mapToDouble(row -> labels.score()[row][model])
                .average()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    /** The router on outcomes dealt to other prompts at random: whatever it then gains is an error of the method. */
    private Control shuffledLabels(Comparison comparison, PairedGains gains) {
        progress.accept("shuffled labels");
        RoutedQuality router = boldRouter(requests);
        List<PairedGains.Pair> pairs = new ArrayList<>();
        for (int[] dealt : deals()) {
            Labels shuffled = labels.withScore(
                    IntStream.of(dealt).mapToObj(i -> labels.score()[i]).toArray(double[][]::new));
            pairs.add(new PairedGains.Pair(
                    rows.splits().quality(router, shuffled), rows.splits().quality(new TableQuality(), shuffled)));
        }
        return control(comparison, gains, pairs);
    }

    /** The router on texts dealt to other prompts at random. */
    private Control randomFeatures(Comparison comparison, PairedGains gains, double[][] table) {
        progress.accept("random features");
        List<PairedGains.Pair> pairs = deals().stream()
                .map(dealt ->
                        new PairedGains.Pair(rows.splits().quality(boldRouter(rows.requests(dealt)), labels), table))
                .toList();
        return control(comparison, gains, pairs);
    }

    /** It takes the settings that trust the prompt most. */
    private RoutedQuality boldRouter(Requests from) {
        return new RoutedQuality(from, rows.groups(), Optional.of(FitSettings.boldest()), options.seed());
    }

    private static Control control(Comparison comparison, PairedGains gains, List<PairedGains.Pair> pairs) {
        List<Area> areas =
                pairs.stream().map(pair -> comparison.area(pair.ours())).toList();
        return new Control(mean(areas, Area::aiq), mean(areas, Area::apgr), gains.aiq(pairs), gains.apgr(pairs));
    }

    /** Permutations of the rows; tested rows and those of a training set of its own are dealt apart. */
    private List<int[]> deals() {
        int tested = outcomes.prompts().size();
        int count = tested < FEW_PROMPTS ? SHUFFLES_OF_FEW : 1;
        return IntStream.rangeClosed(1, count)
                .mapToObj(deal -> {
                    SplittableRandom random = new SplittableRandom(options.seed() + deal);
                    int[] order = IntStream.range(0, labels.units()).toArray();
                    shuffle(order, 0, tested, random);
                    shuffle(order, tested, order.length, random);
                    return order;
                })
                .toList();
    }

    private static void shuffle(int[] order, int from, int to, SplittableRandom random) {
        for (int i = to - 1; i > from; i--) {
            int j = random.nextInt(from, i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
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
        double[] characters = rows.prompts().stream()
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
                new TreeSet<>(IntStream.of(rows.groups())
                                .limit(outcomes.prompts().size())
                                .boxed()
                                .toList())
                        .size(),
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
