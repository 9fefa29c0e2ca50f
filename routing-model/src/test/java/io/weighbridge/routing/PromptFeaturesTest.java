package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PromptFeaturesTest {
    private static final FeatureExtractor EXTRACTOR = FeatureExtractor.of(FeatureSchema.defaults());
    private static final List<String> PIECES = List.of(
            "Why",
            " ",
            "\n",
            "is my bill 42.10 EUR?",
            "A) yes",
            "(b) no",
            "{\"a\":[1,2]}",
            "```",
            "Größe",
            "≤",
            "世界",
            "\t",
            "x=1+2");

    @Test
    void aRequestHasTheSameFeaturesToTheBitWithItsPromptAndWithWhatWasKeptOfIt() {
        FeatureSchema defaults = FeatureSchema.defaults();
        List<FeatureSchema> schemas = List.of(
                defaults,
                defaults.withTaskWords(true).withTextBuckets(1 << 17),
                defaults.withBigrams(false).withStructure(false),
                defaults.withWeighting(Weighting.BINARY));
        SplittableRandom random = new SplittableRandom(20261123);
        for (int i = 0; i < 500; i++) {
            String prompt = prompt(random);
            PromptFeatures kept = EXTRACTOR.promptFeatures(prompt);
            PromptFeatures stored =
                    PromptFeatures.of(kept.reading(), kept.wordHashes(), kept.pairHashes(), kept.measures());
            assertEquals(Utf8.length(prompt), stored.promptBytes());
            for (FeatureSchema schema : schemas) {
                FeatureExtractor extractor = FeatureExtractor.of(schema);
                assertEquals(
                        extractor.extract(RoutingRequest.of("triage", prompt)),
                        extractor.extract(RoutingRequest.ofFeatures("triage", stored)),
                        prompt);
            }
        }
    }

    @Test
    void featuresThatWereReadOtherwiseAreRefused() {
        FeatureExtractor other = FeatureExtractor.of(FeatureSchema.defaults().withFoldDigits(false));
        PromptFeatures kept = other.promptFeatures("hello world");

        Exception refused = assertThrows(
                IllegalArgumentException.class, () -> EXTRACTOR.extract(RoutingRequest.ofFeatures("triage", kept)));
        assertEquals(
                "prompt features: must be read as weighbridge-features/1;fold_digits=true;max_prompt_bytes=16384,"
                        + " were read as weighbridge-features/1;fold_digits=false;max_prompt_bytes=16384",
                refused.getMessage());
    }

    @Test
    void byteNgramsAreNotKept() {
        FeatureExtractor ngrams = FeatureExtractor.of(FeatureSchema.defaults().withByteNgram(3));
        assertThrows(IllegalStateException.class, () -> ngrams.promptFeatures("hello"));
    }

    @Test
    void brokenFeaturesAreRefused() {
        double[] measures = EXTRACTOR.promptFeatures("hello world").measures();
        refused("word_hashes[1]: must ascend strictly, was 3", new int[] {3, 3}, measures);
        refused("prompt_measures: must be 14, were 1", new int[0], new double[] {1});
        measures[2] = Double.NaN;
        refused("prompt_measures: must be finite and not negative, was NaN", new int[0], measures);
    }

    private static void refused(String message, int[] words, double[] measures) {
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> PromptFeatures.of("r", words, new int[0], measures));
        assertEquals(message, refused.getMessage());
    }

    private static String prompt(SplittableRandom random) {
        StringBuilder prompt = new StringBuilder();
        int pieces = random.nextInt(random.nextInt(20) == 0 ? 4_000 : 40);
        for (int i = 0; i < pieces; i++) {
            prompt.append(PIECES.get(random.nextInt(PIECES.size())));
            if (random.nextInt(3) == 0) {
                prompt.append(Integer.toString(random.nextInt(100_000), 36)).append(' ');
            }
        }
        return prompt.toString();
    }
}
