package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {
    private static final FeatureSchema WORDS =
            FeatureSchema.defaults().withBigrams(false).withStructure(false).withWeighting(Weighting.BINARY);
    private static final int PLAN = 0x87BD873D & 0xFFFF;
    private static final int DATA = FeatureHash.finish(FeatureHash.extend(FeatureHash.EMPTY, "data")) & 0xFFFF;
    private static final int DATA_PLAN = 0xF32DB196 & 0xFFFF;
    private static final int TRIAGE = 65_536 + (FeatureHash.finish(0x3951A781) & 4095);

    @Test
    void eachDistinctWordIsOneBucketWhateverItsCase() {
        SparseVector features = extract(WORDS, "triage", "Data plan? DATA PLAN!");
        assertArrayEquals(sorted(DATA, PLAN, TRIAGE), features.indices());
        assertArrayEquals(new double[] {1, 1, 1}, features.values());
    }

    @Test
    void neighbouringWordsArePairs() {
        SparseVector features = extract(WORDS.withBigrams(true), "triage", "data, plan");
        assertArrayEquals(sorted(DATA, PLAN, DATA_PLAN, TRIAGE), features.indices());
    }

    @Test
    void atUnitLengthTheSquaresOfTheTextPartSumToOne() {
        SparseVector features =
                extract(WORDS.withBigrams(true).withWeighting(Weighting.UNIT_LENGTH), "triage", "data plan");
        assertEquals(1 / Math.sqrt(3), features.at(DATA));
        assertEquals(1 / Math.sqrt(3), features.at(DATA_PLAN));
        assertEquals(1, features.at(TRIAGE));
    }

    @Test
    void digitsAreFoldedIfTheSchemaSaysSo() {
        assertEquals(extract(WORDS, "t", "cell 0042"), extract(WORDS, "t", "cell 9137"));
        FeatureSchema exact = WORDS.withFoldDigits(false);
        assertNotEquals(extract(exact, "t", "cell 0042"), extract(exact, "t", "cell 9137"));
    }

    @Test
    void ideographsAndSymbolsAreWordsOfTheirOwn() {
        assertEquals(
                extract(WORDS, "t", "\u8BF7 \u603B \uD83D\uDCDE"), extract(WORDS, "t", "\u8BF7\u603B\uD83D\uDCDE"));
        assertEquals(4, extract(WORDS, "t", "\u8BF7\u603B\uD83D\uDCDE").size());
        assertEquals(2, extract(WORDS, "t", "Stra\u00DFe").size());
    }

    @Test
    void ofALongPromptBothEndsAreRead() {
        FeatureSchema small = WORDS.withMaxPromptBytes(64);
        String filler = "x ".repeat(500);
        SparseVector features = extract(small, "triage", "data " + filler + " plan");
        assertEquals(1, features.at(DATA));
        assertEquals(1, features.at(PLAN));
        assertEquals(0, extract(small, "triage", filler + " plan " + filler).at(PLAN));
    }

    @Test
    void aPromptAtTheBudgetIsReadWhole() {
        FeatureSchema small = WORDS.withMaxPromptBytes(64);
        String middle = "x".repeat(29) + " plan " + "x".repeat(29);
        assertEquals(1, extract(small, "t", middle).at(PLAN));
        assertEquals(0, extract(small, "t", middle + "yy").at(PLAN));
    }

    @Test
    void withoutPromptOnlyTheContextSpeaks() {
        SparseVector features =
                FeatureExtractor.of(FeatureSchema.defaults()).extract(RoutingRequest.of("triage", null));
        assertArrayEquals(new int[] {TRIAGE}, features.indices());
    }

    @Test
    void onlyTheNamedAttributesAreFeatures() {
        FeatureExtractor extractor = FeatureExtractor.of(WORDS.withAttributes(List.of("team")));
        RoutingRequest request = RoutingRequest.of("triage", null);
        assertEquals(
                1,
                extractor.extract(request.withAttributes(Map.of("agent", "x"))).size());
        assertEquals(
                2,
                extractor.extract(request.withAttributes(Map.of("team", "x"))).size());
        assertNotEquals(
                extractor.extract(request.withAttributes(Map.of("team", "x"))),
                extractor.extract(request.withAttributes(Map.of("team", "y"))));
    }

    @Test
    void theLengthIsCrossedWithTheTask() {
        FeatureSchema schema = FeatureSchema.defaults();
        SparseVector features = extract(schema, "triage", "x".repeat(80));
        int lower = 65_536 + (FeatureHash.finish(FeatureHash.pair(0x3951A781, 3)) & 4095);
        int upper = 65_536 + (FeatureHash.finish(FeatureHash.pair(0x3951A781, 4)) & 4095);
        assertEquals(0.75, features.at(lower));
        assertEquals(0.25, features.at(upper));
        assertEquals(0.75, features.at(schema.structureOffset() + 3));
        assertEquals(0.25, features.at(schema.structureOffset() + 4));
    }

    @Test
    void indicesStayBelowTheDimension() {
        for (FeatureSchema schema :
                List.of(FeatureSchema.defaults(), WORDS.withByteNgram(4).withTaskWords(true))) {
            SparseVector features = extract(schema, "t", "What is 2 + 2?\nA. 4\n" + "z".repeat(30_000));
            assertEquals(true, features.index(features.size() - 1) < schema.dimension());
        }
    }

    @Test
    void threadsShareAnExtractor() throws Exception {
        FeatureExtractor extractor = FeatureExtractor.of(FeatureSchema.defaults());
        List<String> prompts = new ArrayList<>();
        List<SparseVector> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            prompts.add(("word" + (char) ('a' + i % 26) + " ").repeat(i));
            expected.add(extract(FeatureSchema.defaults(), "t", prompts.get(i)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> results = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            results.add(threads.submit(() -> {
                for (int i = 0; i < 4_000; i++) {
                    SparseVector actual = extractor.extract(RoutingRequest.of("t", prompts.get(i % 200)));
                    assertEquals(expected.get(i % 200), actual);
                }
            }));
        }
        for (Future<?> result : results) {
            result.get();
        }
        threads.shutdown();
    }

    @Test
    void schemasThatExtractAlikeHaveOneFingerprint() {
        assertEquals(
                FeatureSchema.defaults().fingerprint(), FeatureSchema.defaults().fingerprint());
        assertNotEquals(FeatureSchema.defaults().fingerprint(), WORDS.fingerprint());
        assertEquals(
                "weighbridge-features/1;text_buckets=65536;bigrams=true;byte_ngram=0;task_words=false;fold_digits=true;"
                        + "weighting=unit_length;structure=true;max_prompt_bytes=16384;attributes=team,application",
                FeatureSchema.defaults()
                        .withAttributes(List.of("team", "application"))
                        .description());
    }

    @Test
    void bucketsMustBeAPowerOfTwo() {
        assertEquals(
                "text_buckets: must be a power of two from 2^8 to 2^22, was 1000",
                assertThrows(IllegalArgumentException.class, () -> WORDS.withTextBuckets(1000))
                        .getMessage());
    }

    private static SparseVector extract(FeatureSchema schema, String task, String prompt) {
        return FeatureExtractor.of(schema).extract(RoutingRequest.of(task, prompt));
    }

    private static int[] sorted(int... indices) {
        return java.util.Arrays.stream(indices).sorted().toArray();
    }
}
