package io.weighbridge.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Computes and checks the golden vectors of policies. The prompts are made up and touch every definition of FORMAT.md. */
final class GoldenVectors {
    private static final int MAX_TASKS = 4;

    private static final List<String> PROMPTS = List.of(
            "",
            "Which plan has 25 GB? Reply with one word.",
            "Solve for x:\n  3x + 4 = 19\nA. 3\nB. 5\n(c) 7\n",
            "```sql\nSELECT id, SUM(bytes) FROM cdr WHERE day >= '2026-01-05' GROUP BY id;\n```\nIs the index {used}?",
            "Se\u00F1or M\u00FCller: \u201C\u8BF7\u603B\u7ED3\u201D \u2264 3 \u00D7 \uD83D\uDCDE, broken \uD800 half",
            "REPORT for cell 0042:\tRSRP -113 dBm, SINR 0.5\r\nWhat failed, and why? [a] [b] 100%");

    private GoldenVectors() {}

    /** The golden vectors of a policy: every prompt, its tasks in turn. */
    static List<GoldenVector> compute(Policy policy) {
        List<String> tasks = new ArrayList<>(
                policy.tasks().keySet().stream().limit(MAX_TASKS).toList());
        tasks.add("a task the policy does not know");
        FeatureExtractor extractor = FeatureExtractor.of(policy.features());
        Scorer scorer = new Scorer(policy);
        List<GoldenVector> vectors = new ArrayList<>();
        for (int i = 0; i < Math.max(PROMPTS.size(), tasks.size()); i++) {
            String task = tasks.get(i % tasks.size());
            String prompt = PROMPTS.get(i % PROMPTS.size());
            vectors.add(vector(extractor, scorer, task, prompt));
        }
        return vectors;
    }

    /**
     * @param scorer of the policy
     * @throws PolicyFormatException if this build does not reproduce a vector to the bit
     */
    static void check(Policy policy, Scorer scorer) {
        FeatureExtractor extractor = FeatureExtractor.of(policy.features());
        for (int i = 0; i < policy.goldenVectors().size(); i++) {
            GoldenVector expected = policy.goldenVectors().get(i);
            GoldenVector actual = vector(extractor, scorer, expected.task(), expected.prompt());
            if (!actual.features().equals(expected.features())) {
                throw new PolicyFormatException(
                        "golden_vectors[" + i + "].features: this build extracts other features from the example");
            }
            if (!actual.quality().equals(expected.quality())) {
                throw new PolicyFormatException(
                        "golden_vectors[" + i + "].quality: this build computes other scores for the example");
            }
        }
    }

    private static GoldenVector vector(FeatureExtractor extractor, Scorer scorer, String task, String prompt) {
        SparseVector features = extractor.extract(RoutingRequest.of(task, prompt));
        List<OptionalDouble> quality = new ArrayList<>();
        for (double value : scorer.quality(task, scorer.logOdds(features))) {
            quality.add(Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value));
        }
        return new GoldenVector(task, prompt, features, quality);
    }
}
