package io.weighbridge.trainer.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates on worlds drawn with replacement from real outcomes, whose truth is known. */
@EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
class CertificateRealDataTest {
    private static final Path DATA = Path.of(System.getProperty("weighbridge.data", ""));
    private static final int DRAWS = 100;
    /** A right certificate at 5 % is wrong in more of 100 draws once in a hundred times. */
    private static final int MOST_WRONG = 11;

    @ParameterizedTest
    @CsvSource({
        "routellm/mmlu_, 0.02",
        "routellm/gsm8k_, 0.05",
        "routellm/gsm8k_, 0.1",
        "routellm/mt_bench_, 0.05",
        "mmlu_pro/, 0.02",
        "mmlu_pro/, 0.05",
        "zeroeval_gsm/, 0.05",
        "zeroeval_math_l5/, 0.05",
        "alpaca_eval/, 0.05"
    })
    void certificatesAreWrongNoMoreOftenThanTheySay(String files, double maxQualityLoss) {
        assertRarelyWrong(draws(set(files), maxQualityLoss), maxQualityLoss);
    }

    @Test
    void onMmluAtFivePointsMostDrawsAreGrantedMostOfWhatCouldBeSaved() {
        ResampledSet mmlu = set("routellm/mmlu_");
        List<ResampledSet.Draw> draws = draws(mmlu, 0.05);

        assertRarelyWrong(draws, 0.05);
        double best = mmlu.bestSaving(0.05);
        long granted = draws.stream()
                .filter(draw -> draw.certified() && draw.trueSaving() >= 0.7 * best)
                .count();
        assertTrue(granted >= 90, granted + " of " + DRAWS + " draws save 70 % of " + best);
    }

    private static void assertRarelyWrong(List<ResampledSet.Draw> draws, double maxQualityLoss) {
        long wrong = draws.stream()
                .filter(draw -> draw.trueLoss() > maxQualityLoss + 1e-12)
                .count();
        assertTrue(wrong <= MOST_WRONG, wrong + " of " + DRAWS + " certificates are wrong");
    }

    private static List<ResampledSet.Draw> draws(ResampledSet set, double maxQualityLoss) {
        return IntStream.range(0, DRAWS)
                .parallel()
                .mapToObj(seed -> set.draw(new TrainOptions(maxQualityLoss, 0.95, seed)))
                .toList();
    }

    private static ResampledSet set(String files) {
        return ResampledSet.of(
                DATA.resolve(files + "prompts.jsonl.gz"),
                DATA.resolve(files + "outcomes.csv.gz"),
                DATA.resolve("prices/model_price_map.csv"));
    }
}
