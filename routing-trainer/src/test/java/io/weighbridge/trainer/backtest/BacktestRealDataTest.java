package io.weighbridge.trainer.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.trainer.data.BacktestData;
import io.weighbridge.trainer.data.OutcomeMatrix;
import io.weighbridge.trainer.metrics.TwoModelCurve;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
class BacktestRealDataTest {
    private static final Path DATA = Path.of(System.getProperty("weighbridge.data", ""));
    private static final BacktestOptions TWO_FOLDS = new BacktestOptions(2, 0, 0.01, 0.95);

    @Test
    void onMmluTheRouterBeatsEveryPublishedOneAndControlsGainNothing() {
        BacktestResult result = Backtest.run(routellm("mmlu"), TWO_FOLDS, stage -> {});

        assertEquals(14037, result.prompts());
        assertEquals(5, result.data().contaminatedDropped());
        BacktestResult.TwoModel two = result.twoModel();
        assertNotNull(two);
        assertTrue(two.apgr() >= 0.68, "apgr " + two.apgr());
        assertTrue(two.cpt80() <= 58, "cpt80 " + two.cpt80());
        assertTrue(gain(two.gainOverTable()).low() > 0, "gain " + two.gainOverTable());
        assertNoGain(result.controls().shuffledLabels().gainApgr());
        assertNoGain(result.controls().randomFeatures().gainApgr());
    }

    @Test
    void onFortyThreeModelsTheRouterIsNeverWorseThanTheTable() {
        BacktestResult result = Backtest.run(zeroeval("zeroeval_gsm"), TWO_FOLDS, stage -> {});

        assertEquals(43, result.models());
        BacktestResult.Gain gain = gain(result.router().gainOverTable());
        assertTrue(gain.low() >= -0.005, "gain " + gain);
        assertNoGain(result.controls().shuffledLabels().gainAiq());
    }

    private static void assertNoGain(BacktestResult.@Nullable Gain gain) {
        BacktestResult.Gain known = gain(gain);
        assertTrue(known.low() <= 0 && known.high() >= 0, "gain " + known);
    }

    private static BacktestResult.Gain gain(BacktestResult.@Nullable Gain gain) {
        assertNotNull(gain);
        return gain;
    }

    @Test
    void promptLengthAloneGivesThePublishedFloors() {
        assertCurve(byLength(routellm("mmlu")), 0.583, 36.73, 69.50);
        assertCurve(byLength(routellm("gsm8k")), 0.598, 36.88, 66.69);
        assertCurve(byLength(routellm("mt_bench")), 0.556, 34.44, 77.57);
    }

    /** The published floors break ties of length by rank; here equal scores go to one model, as the thresholds say. */
    private static void assertCurve(TwoModelCurve curve, double apgr, double cpt50, double cpt80) {
        assertEquals(apgr, curve.apgr(), 0.0015);
        assertEquals(cpt50, curve.cpt(0.5), 0.4);
        assertEquals(cpt80, curve.cpt(0.8), 0.4);
    }

    private static TwoModelCurve byLength(BacktestData data) {
        return curve(
                data.outcomes(),
                data.outcomes().prompts().stream()
                        .mapToDouble(prompt -> prompt.text().length())
                        .toArray());
    }

    private static TwoModelCurve curve(OutcomeMatrix outcomes, double[] routerScore) {
        int strong = strong(outcomes);
        double[] weakScore = new double[routerScore.length];
        double[] strongScore = new double[routerScore.length];
        for (int i = 0; i < routerScore.length; i++) {
            weakScore[i] = outcomes.score()[i][1 - strong];
            strongScore[i] = outcomes.score()[i][strong];
        }
        return TwoModelCurve.of(routerScore, weakScore, strongScore);
    }

    private static int strong(OutcomeMatrix outcomes) {
        return outcomes.meanScore(0) > outcomes.meanScore(1) ? 0 : 1;
    }

    private static BacktestData zeroeval(String set) {
        Path folder = DATA.resolve(set);
        return BacktestData.read(
                folder.resolve("prompts.jsonl.gz"),
                folder.resolve("outcomes.csv.gz"),
                DATA.resolve("prices/model_price_map.csv"));
    }

    private static BacktestData routellm(String set) {
        Path folder = DATA.resolve("routellm");
        return BacktestData.read(
                folder.resolve(set + "_prompts.jsonl.gz"), folder.resolve(set + "_outcomes.csv.gz"), null);
    }
}
