package io.weighbridge.trainer;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.Summary;
import io.weighbridge.trainer.backtest.Backtest;
import io.weighbridge.trainer.backtest.BacktestOptions;
import io.weighbridge.trainer.backtest.BacktestResult;
import io.weighbridge.trainer.backtest.CurveChart;
import io.weighbridge.trainer.backtest.Training;
import io.weighbridge.trainer.data.BacktestData;
import io.weighbridge.trainer.fit.TextEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge backtest}: how well calls of a set of prompts could have been routed, out of fold. */
@Command(
        name = "backtest",
        description = "Measures routers, baselines and controls on prompts with known outcomes, out of fold.",
        footer = "  weighbridge backtest --prompts mmlu_prompts.jsonl.gz --outcomes mmlu_outcomes.csv.gz --folds 2"
                + " --json result.json")
final class BacktestCommand extends JobCommand {
    private static final int STAGES = 8;

    @Option(
            names = "--prompts",
            required = true,
            paramLabel = "FILE",
            description = "JSONL, plain or gzip: prompt_id, task, prompt.")
    private @Nullable Path prompts;

    @Option(
            names = "--outcomes",
            required = true,
            paramLabel = "FILE",
            description = "CSV, plain or gzip: prompt_id, model, score in [0, 1]; cost_usd and tokens where known.")
    private @Nullable Path outcomes;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "CSV: dataset, model, input_usd_per_mtok, output_usd_per_mtok.")
    private @Nullable Path prices;

    @Option(
            names = "--train-prompts",
            paramLabel = "FILE",
            description = "Train on these prompts instead of on folds of --prompts; needs --train-outcomes.")
    private @Nullable Path trainPrompts;

    @Option(
            names = "--train-outcomes",
            paramLabel = "FILE",
            description = "Their outcomes: the same models, whose names may be spelled otherwise.")
    private @Nullable Path trainOutcomes;

    @Option(
            names = "--same-model",
            paramLabel = "TESTED=TRAINED",
            description = "A model of --train-outcomes that stands for a tested one; repeatable.")
    private Map<String, String> sameModels = new LinkedHashMap<>();

    @Option(
            names = "--embeddings",
            description = "Also measure a router with sentence embeddings; needs a build with -Pembeddings.")
    private boolean embeddings;

    @Option(
            names = "--curves",
            paramLabel = "FILE",
            description = "Write the curves of quality and cost as SVG: router, table, kNN, models, mix, oracle.")
    private @Nullable Path curves;

    @Option(names = "--folds", defaultValue = "5", description = "Folds, at least 2 (default: ${DEFAULT-VALUE}).")
    private int folds;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Decides everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--max-quality-loss",
            defaultValue = "0.01",
            description = "Tolerance of the certificate (default: ${DEFAULT-VALUE}).")
    private double maxQualityLoss;

    @Option(
            names = "--confidence",
            defaultValue = "0.95",
            description = "Confidence of the certificate (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--result",
            paramLabel = "FILE",
            description = "Also write the result to this file; --json FILE does the same.")
    private @Nullable Path result;

    @Override
    protected Summary run() throws IOException {
        BacktestOptions options = new BacktestOptions(folds, seed, maxQualityLoss, confidence);
        if (prompts == null || outcomes == null) {
            throw new IllegalStateException("--prompts and --outcomes are required options");
        }
        if ((trainPrompts == null) != (trainOutcomes == null)) {
            throw new BadInputException("--train-prompts: must come with --train-outcomes, and the other way round");
        }
        BacktestData data = BacktestData.read(prompts, outcomes, prices);
        Training training = trainPrompts == null || trainOutcomes == null
                ? null
                : new Training(BacktestData.read(trainPrompts, trainOutcomes, prices), sameModels);
        TextEmbedder embedder = embeddings ? TextEmbedder.ofThisBuild() : null;
        BacktestResult measured;
        try (Progress progress = progress("backtest", STAGES)) {
            AtomicLong stage = new AtomicLong();
            Consumer<String> begun = name -> progress.reached(stage.getAndIncrement());
            measured = Backtest.run(data, training, embedder, options, begun);
        }
        if (curves != null) {
            writeCurves(curves, measured);
        }
        if (result != null) {
            Files.writeString(result, JsonOutput.pretty(measured));
        }
        return new Summary(text(measured), measured);
    }

    private static void writeCurves(Path file, BacktestResult measured) throws IOException {
        BacktestResult.Curves drawn = measured.curves();
        if (drawn == null) {
            throw new BadInputException(
                    "--curves: needs costs of two models or more, or exactly two models that differ in"
                            + " quality, was " + measured.models() + " models without costs");
        }
        Files.writeString(file, CurveChart.svg(drawn));
    }

    private static String text(BacktestResult result) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%,d prompts, %d models, %d folds: ", result.prompts(), result.models(), result.folds()));
        BacktestResult.TwoModel two = result.twoModel();
        if (two != null) {
            text.append(String.format(
                    Locale.ROOT, "APGR %.3f, CPT50 %.1f %%, CPT80 %.1f %%", two.apgr(), two.cpt50(), two.cpt80()));
            appendIfKnown(
                    text, ", table %.3f", result.baselines().perTaskTable().apgr());
            appendIfKnown(text, ", kNN %.3f", result.baselines().knn().apgr());
            appendIfKnown(
                    text, ", length %.3f", result.controls().promptLengthOnly().apgr());
            appendIfKnown(
                    text,
                    ", shuffled labels %.3f",
                    result.controls().shuffledLabels().apgr());
            BacktestResult.TwoModel embedded =
                    result.embeddings() == null ? null : result.embeddings().twoModel();
            appendIfKnown(text, ", with embeddings %.3f", embedded == null ? null : embedded.apgr());
            text.append(result.costKnown() ? "; " : "");
        }
        appendIfKnown(text, "AIQ %.4f", result.router().aiq());
        appendIfKnown(
                text,
                ", single-model hull %.4f",
                result.baselines().singleModelHull().aiq());
        appendIfKnown(text, ", table %.4f", result.baselines().perTaskTable().aiq());
        appendIfKnown(text, ", kNN %.4f", result.baselines().knn().aiq());
        appendIfKnown(
                text,
                ", shuffled labels %.4f",
                result.controls().shuffledLabels().aiq());
        if (!result.costKnown()) {
            text.append(two == null ? "costs unknown, no AIQ" : "; costs unknown, no AIQ");
        }
        return text.toString();
    }

    private static void appendIfKnown(StringBuilder text, String format, @Nullable Double value) {
        if (value != null) {
            text.append(String.format(Locale.ROOT, format, value));
        }
    }
}
