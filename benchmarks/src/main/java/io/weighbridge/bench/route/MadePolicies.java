package io.weighbridge.bench.route;

import io.weighbridge.routing.BoostedTrees;
import io.weighbridge.routing.Calibration;
import io.weighbridge.routing.CallModel;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.FeatureExtractor;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.InputTokens;
import io.weighbridge.routing.LogisticModel;
import io.weighbridge.routing.OutputTokens;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.Provenance;
import io.weighbridge.routing.QualityModel;
import io.weighbridge.routing.RoutingRequest;
import io.weighbridge.routing.Rule;
import io.weighbridge.routing.SparseVector;
import io.weighbridge.routing.TaskQuality;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.routing.TokenPrices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Made-up prompts of about 1 kB and policies of eleven models for them, all open. */
public final class MadePolicies {
    public static final String TASK = "support";

    /** What judges the calls. */
    public enum Kind {
        /** Logistic, of as many features as have weights in a policy for the questions of MMLU-Pro. */
        TRAINED,

        /** Logistic, with a weight for every feature that occurs in a prompt: no policy looks up more. */
        DENSE,

        /** A hundred trees of sixteen leaves a model, half of the splits on words, half on the prompt's structure. */
        TREES
    }

    /**
     * Features with weights after training on a random half of the 5,984 prompts of MMLU-Pro (those that at least three of them
     * have). 88 of 100 features that a prompt of the other half has are among them.
     */
    private static final int TRAINED_FEATURES = 36_014;

    private static final int CANDIDATES = 11;
    private static final int PROMPT_BYTES = 1_000;
    private static final int VOCABULARY = 5_000;
    private static final int TREES = 100;
    private static final int DEPTH = 4;

    private final FeatureSchema schema = FeatureSchema.defaults();
    private final SplittableRandom random;
    private final List<String> prompts = new ArrayList<>();

    /** Features of the prompts, the most frequent first. */
    private final int[] byFrequency;

    public MadePolicies(int promptCount, long seed) {
        random = new SplittableRandom(seed);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < VOCABULARY; i++) {
            words.add(word());
        }
        for (int i = 0; i < promptCount; i++) {
            prompts.add(prompt(words));
        }
        byFrequency = byFrequency();
    }

    public List<String> prompts() {
        return prompts;
    }

    public Policy policy(Kind kind) {
        return switch (kind) {
            case TRAINED -> policy(() -> logistic(TRAINED_FEATURES));
            case DENSE -> policy(() -> logistic(byFrequency.length));
            case TREES -> policy(this::trees);
        };
    }

    /** Weights for the most frequent features. */
    private LogisticModel logistic(int features) {
        int[] indices = Arrays.copyOf(byFrequency, Math.min(features, byFrequency.length));
        Arrays.sort(indices);
        double[] weights = new double[indices.length];
        Arrays.setAll(weights, i -> random.nextDouble(-1, 1));
        return new LogisticModel(random.nextDouble(-1, 1), SparseVector.of(indices, weights));
    }

    private BoostedTrees trees() {
        BoostedTrees.Builder builder = BoostedTrees.builder(0.5);
        for (int tree = 0; tree < TREES; tree++) {
            grow(builder, 0);
        }
        return builder.build();
    }

    private void grow(BoostedTrees.Builder builder, int depth) {
        if (depth == DEPTH) {
            builder.leaf(random.nextDouble(-0.1, 0.1));
            return;
        }
        boolean word = random.nextBoolean();
        int feature =
                word ? byFrequency[random.nextInt(byFrequency.length)] : schema.dimension() - 128 + random.nextInt(128);
        builder.split(feature, word ? 0.01 : random.nextDouble());
        grow(builder, depth + 1);
        grow(builder, depth + 1);
    }

    private Policy policy(Supplier<CallModel> models) {
        List<Candidate> candidates = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (int k = 0; k < CANDIDATES; k++) {
            candidates.add(new Candidate(
                    "model-" + k,
                    "simulated",
                    new TokenPrices(3_000_000 / (k + 1), 15_000_000 / (k + 1)),
                    QualityModel.of(
                            models.get(),
                            new Calibration.Platt(0.9, 0.1),
                            Map.of(TASK, new TaskQuality(0.9 - 0.01 * k, 500, 0.5))),
                    OutputTokens.of(200, Map.of())));
            open.add("model-" + k);
        }
        return Policy.of(
                Instant.EPOCH,
                schema,
                candidates,
                Map.of(TASK, TaskRule.of("model-0", open)),
                "model-0",
                new Rule.CheapestWithin(0.05),
                InputTokens.of(4, Map.of()),
                Provenance.of("benchmark", 1, null, 0, "none", Map.of()));
    }

    private int[] byFrequency() {
        FeatureExtractor extractor = FeatureExtractor.of(schema);
        int[] occurrences = new int[schema.dimension()];
        for (String prompt : prompts) {
            for (int index : extractor.extract(RoutingRequest.of(TASK, prompt)).indices()) {
                occurrences[index]++;
            }
        }
        return IntStream.range(0, occurrences.length)
                .filter(index -> occurrences[index] > 0)
                .boxed()
                .sorted(Comparator.comparingInt((Integer index) -> -occurrences[index]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private String prompt(List<String> words) {
        StringBuilder prompt = new StringBuilder();
        while (prompt.length() < PROMPT_BYTES) {
            // Squared: some words are much more frequent than others.
            double draw = random.nextDouble();
            prompt.append(words.get((int) (draw * draw * words.size())));
            prompt.append(random.nextInt(12) == 0 ? ".\n" : " ");
        }
        return prompt.toString();
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int length = 2 + random.nextInt(9); length > 0; length--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }
}
