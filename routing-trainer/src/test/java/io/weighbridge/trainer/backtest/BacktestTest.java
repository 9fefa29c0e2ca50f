package io.weighbridge.trainer.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.trainer.data.BacktestData;
import io.weighbridge.trainer.fit.TextEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
    private static final BacktestOptions TWO_FOLDS = new BacktestOptions(2, 0, 0.05, 0.9);
    private static final String[] EASY = {"short", "plain", "single", "usual", "known", "clean"};
    private static final String[] HARD = {"nested", "vague", "recursive", "clashing", "partial", "odd"};

    @TempDir
    private Path directory;

    @Test
    void aRouterThatReadsThePromptBeatsTheTableTheHullAndChance() throws IOException {
        BacktestResult result = run(prompts(1200), outcomes(1200, List.of("small", "large"), true));

        assertTrue(result.costKnown());
        BacktestResult.Baselines baselines = result.baselines();
        double router = known(result.router().aiq());
        assertTrue(router > known(baselines.singleModelHull().aiq()) + 0.02, result.toString());
        assertTrue(router > known(baselines.perTaskTable().aiq()) + 0.02);
        assertTrue(known(baselines.singleModelHull().aiq())
                >= known(baselines.randomMix().aiq()) - 1e-12);
        BacktestResult.TwoModel two = result.twoModel();
        assertNotNull(two);
        assertEquals("small", two.weak());
        assertTrue(two.apgr() > 0.7, "apgr " + two.apgr());
        assertTrue(gain(two.gainOverTable()).low() > 0, two.toString());
        assertTrue(two.cpt50() < 40, "cpt50 " + two.cpt50());
    }

    @Test
    void shuffledLabelsGiveNoGain() throws IOException {
        BacktestResult result = run(prompts(1200), outcomes(1200, List.of("small", "large"), true));

        double shuffled = known(result.controls().shuffledLabels().aiq());
        assertTrue(
                shuffled <= known(result.baselines().singleModelHull().aiq()) + 0.01,
                result.controls().toString());
        assertEquals(0.5, known(result.controls().shuffledLabels().apgr()), 0.05);
    }

    @Test
    void neitherShuffledLabelsNorRandomFeaturesGainOverTheTable() throws IOException {
        BacktestResult result = run(prompts(1200), outcomes(1200, List.of("small", "large"), true));

        for (BacktestResult.Control control :
                List.of(result.controls().shuffledLabels(), result.controls().randomFeatures())) {
            for (BacktestResult.Gain gain : List.of(gain(control.gainAiq()), gain(control.gainApgr()))) {
                assertTrue(gain.low() <= 0 && gain.high() >= 0, control.toString());
            }
        }
        assertTrue(gain(result.router().gainOverTable()).low() > 0, "the router itself gains");
    }

    @Test
    void aRouterForWhichMoneyDecidesHasCollapsedAndSaysSo() throws IOException {
        BacktestResult result = run(prompts(1200), outcomes(1200, List.of("small", "large"), true));

        List<BacktestResult.RouterPoint> points = result.router().points();
        assertEquals(1, points.getLast().largestShare());
        assertTrue(points.stream().anyMatch(point -> point.largestShare() < 0.75), points.toString());
    }

    @Test
    void whatIsTrainedOnOneSetIsTestedOnAnother() throws IOException {
        BacktestData tested = read(prompts(300), outcomes(300, List.of("small", "large"), true));
        String other =
                prompts(1200).replace("prompt_id\":\"p", "prompt_id\":\"q").replace("item", "thing")
                        + "{\"prompt_id\":\"seen\",\"prompt\":\""
                        + tested.outcomes().prompts().getFirst().text() + "\"}\n";
        BacktestData training = read(
                other,
                outcomes(1200, List.of("vendor/Small", "LARGE"), true).replace("\np", "\nq") + "seen,LARGE,1,0.01\n");

        BacktestResult result = Backtest.run(tested, new Training(training, Map.of()), null, TWO_FOLDS, stage -> {});

        BacktestResult.Transfer transfer = result.transfer();
        assertNotNull(transfer);
        assertEquals(1200, transfer.trainPrompts());
        assertEquals(1, transfer.sharedDropped());
        assertEquals("vendor/Small", transfer.models().get("small"));
        assertEquals(300, result.prompts());
        BacktestResult.TwoModel two = result.twoModel();
        assertNotNull(two);
        assertTrue(two.apgr() > 0.7, "apgr " + two.apgr());
    }

    @Test
    void embeddingsAreMeasuredBesideTheRouterThatIsExported() throws IOException {
        BacktestData data = read(prompts(600), outcomes(600, List.of("small", "large"), true));
        TextEmbedder hardness = new TextEmbedder() {
            @Override
            public String name() {
                return "hardness";
            }

            @Override
            public double[][] embed(List<String> texts) {
                return texts.stream()
                        .map(text -> new double[] {List.of(HARD).contains(text.split(" ")[0]) ? 1 : -1, 0.5})
                        .toArray(double[][]::new);
            }
        };

        BacktestResult without = Backtest.run(data, TWO_FOLDS, stage -> {});
        BacktestResult with = Backtest.run(data, null, hardness, TWO_FOLDS, stage -> {});

        BacktestResult.Embeddings embeddings = with.embeddings();
        assertNotNull(embeddings);
        assertNull(without.embeddings());
        assertEquals("hardness", embeddings.model());
        assertEquals(without.router(), with.router());
        BacktestResult.TwoModel two = embeddings.twoModel();
        assertNotNull(two);
        assertTrue(two.apgr() > 0.7, "apgr " + two.apgr());
    }

    @Test
    void curvesShowEveryMethodOnOneAxis() throws IOException {
        List<String> names = List.of("router", "per-task table", "kNN", "random mix", "large", "small", "oracle");
        for (boolean costs : List.of(true, false)) {
            BacktestResult.Curves curves = run(prompts(300), outcomes(300, List.of("small", "large"), costs))
                    .curves();
            assertNotNull(curves);
            assertEquals(costs ? "cost_usd" : "strong_share", curves.axis());
            assertEquals(
                    names.stream().sorted().toList(),
                    curves.curves().stream()
                            .map(BacktestResult.Curve::name)
                            .sorted()
                            .toList());
        }
        assertNull(run(prompts(60), outcomes(60, List.of("a", "b", "c"), false)).curves());
    }

    @Test
    void theOracleTakesTheCheapestOfTheBestAnswers() throws IOException {
        String prompts = """
                {"prompt_id":"a","prompt":"alpha beta gamma delta"}
                {"prompt_id":"b","prompt":"epsilon zeta eta theta"}
                {"prompt_id":"c","prompt":"iota kappa lambda mu"}
                {"prompt_id":"d","prompt":"nu xi omicron pi"}
                """;
        BacktestResult result = run(prompts, """
                prompt_id,model,score,cost_usd
                a,cheap,1,1
                a,dear,1,10
                b,cheap,0,1
                b,dear,1,10
                c,cheap,0,1
                c,dear,0,10
                d,cheap,0.5,1
                d,dear,0.25,10
                """);

        // a: cheap, b: dear, c: both wrong, so cheap, d: cheap.
        assertEquals(2.5 / 4, result.baselines().oracle().quality());
        assertEquals(13.0, result.baselines().oracle().costUsd());
        assertEquals("dear", result.baselines().bestSingle().model());
        assertEquals("cheap", result.baselines().alwaysCheap().model());
        assertEquals(4.0, result.baselines().alwaysCheap().costUsd());
    }

    @Test
    void withoutCostsEveryAiqIsNull() throws IOException {
        BacktestResult result = run(prompts(200), outcomes(200, List.of("small", "large"), false));

        assertFalse(result.costKnown());
        assertNull(result.router().aiq());
        assertNull(result.baselines().singleModelHull().aiq());
        assertNull(result.baselines().perTaskTable().aiq());
        assertNull(result.baselines().knn().aiq());
        assertNull(result.baselines().randomMix().aiq());
        assertNull(result.controls().shuffledLabels().aiq());
        assertNull(result.baselines().oracle().costUsd());
        assertNull(result.certificate());
        assertNotNull(result.controls().promptLengthOnly().apgr());
    }

    @Test
    void oneModelAloneIsReportedWithoutATradeOff() throws IOException {
        BacktestResult result = run(prompts(60), outcomes(60, List.of("large"), true));

        assertEquals(1, result.models());
        assertFalse(result.costKnown());
        assertNull(result.twoModel());
        assertEquals("large", result.baselines().bestSingle().model());
    }

    @Test
    void missingCellsAreAllowedAndCounted() throws IOException {
        String outcomes = outcomes(300, List.of("small", "medium", "large"), true)
                .lines()
                .filter(line -> !line.startsWith("p7") || !line.contains("medium"))
                .reduce("", (a, b) -> a + b + "\n");
        BacktestResult result = run(prompts(300), outcomes);

        assertEquals(11, result.data().missingCells());
        assertNull(result.twoModel());
        assertTrue(known(result.router().aiq()) > 0);
    }

    @Test
    void aHandfulOfPromptsIsEnoughToRun() throws IOException {
        BacktestResult result = run(prompts(3), outcomes(3, List.of("small", "large"), true));
        assertEquals(3, result.prompts());
        assertNull(result.certificate());
    }

    @Test
    void aCertificateComesWithWhatItSavesAndLosesOnPromptsItHasNotSeen() throws IOException {
        BacktestResult result = run(prompts(1200), outcomes(1200, List.of("small", "large"), true));

        BacktestResult.CertificateResult certificate = result.certificate();
        assertNotNull(certificate);
        assertEquals(0.05, certificate.maxQualityLoss());
        assertEquals("large", certificate.incumbent());
        assertNotNull(certificate.costSaving());
        assertTrue(known(certificate.costSaving()) >= 0);
    }

    @Test
    void oneSeedGivesTheSameResultAndItsJsonHasTheFixedFields() throws IOException {
        String prompts = prompts(300);
        String outcomes = outcomes(300, List.of("small", "large"), true);
        String json = JsonOutput.pretty(run(prompts, outcomes));

        assertEquals(json, JsonOutput.pretty(run(prompts, outcomes)));
        for (String field : List.of(
                "prompts",
                "models",
                "folds",
                "seed",
                "cost_known",
                "router",
                "aiq",
                "points",
                "setting",
                "cost_usd",
                "quality",
                "baselines",
                "best_single",
                "model",
                "single_model_hull",
                "per_task_table",
                "knn",
                "random_mix",
                "oracle",
                "two_model",
                "weak",
                "strong",
                "apgr",
                "cpt50",
                "cpt80",
                "certificate",
                "max_quality_loss",
                "confidence",
                "certified",
                "cost_saving",
                "realised_quality_loss",
                "controls",
                "shuffled_labels",
                "prompt_length_only",
                "random_features",
                "gain_aiq",
                "gain_apgr",
                "largest_share")) {
            assertTrue(json.contains("\"" + field + "\""), field);
        }
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        assertEquals(
                "--folds: must be at least 2, was 1",
                assertThrows(BadInputException.class, () -> new BacktestOptions(1, 0, 0.01, 0.95))
                        .getMessage());
        assertEquals(
                "--confidence: must be in (0, 1), was 1.0",
                assertThrows(BadInputException.class, () -> new BacktestOptions(2, 0, 0.01, 1))
                        .getMessage());
    }

    private BacktestResult run(String prompts, String outcomes) throws IOException {
        return Backtest.run(read(prompts, outcomes), TWO_FOLDS, stage -> {});
    }

    private BacktestData read(String prompts, String outcomes) throws IOException {
        return BacktestData.read(
                Files.writeString(directory.resolve("prompts.jsonl"), prompts),
                Files.writeString(directory.resolve("outcomes.csv"), outcomes),
                null);
    }

    private static BacktestResult.Gain gain(BacktestResult.@org.jspecify.annotations.Nullable Gain gain) {
        assertNotNull(gain);
        return gain;
    }

    private static double known(@org.jspecify.annotations.Nullable Double value) {
        assertNotNull(value);
        return value;
    }

    /** Prompts of two tasks; one in three is hard and says so. */
    private static String prompts(int count) {
        StringBuilder text = new StringBuilder();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < count; i++) {
            String[] words = i % 3 == 0 ? HARD : EASY;
            text.append(String.format(
                    Locale.ROOT,
                    "{\"prompt_id\":\"p%d\",\"task\":\"task%d\",\"prompt\":\"%s %s %s %s item%s\"}%n",
                    i,
                    i % 2,
                    words[random.nextInt(6)],
                    words[random.nextInt(6)],
                    words[random.nextInt(6)],
                    words[random.nextInt(6)],
                    Long.toString(random.nextLong(1L << 40), 36)));
        }
        return text.toString();
    }

    /** The large model is nearly always right; the others only on easy prompts. */
    private static String outcomes(int count, List<String> models, boolean costs) {
        StringBuilder text = new StringBuilder(costs ? "prompt_id,model,score,cost_usd\n" : "prompt_id,model,score\n");
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < count; i++) {
            for (String model : models) {
                boolean large = model.equalsIgnoreCase("large");
                double chance = large ? 0.92 : i % 3 == 0 ? 0.2 : 0.9;
                text.append("p").append(i).append(',').append(model).append(',');
                text.append(random.nextDouble() < chance ? 1 : 0);
                text.append(costs ? "," + (large ? "0.01" : "0.001") : "").append('\n');
            }
        }
        return text.toString();
    }
}
