package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The laid out models give the very sums of the models themselves. */
class ScorerTest {
    private static final FeatureSchema SCHEMA = FeatureSchema.defaults().withTextBuckets(1 << 8);
    private static final int STEP = 1_000;

    @Test
    void smallAndLargeTreesAndWeightsScoreAsByThemselves() {
        BoostedTrees large = stump(300);
        assertTrue(!TreeScorer.isSmall(large) && TreeScorer.isSmall(stump(64)));
        Random random = new Random(3);
        Policy policy = policy(
                Policies.boostedTrees(SCHEMA, random, 60),
                stump(64),
                stump(65),
                new LogisticModel(0.5, SparseVector.of(new int[] {3, 9, 4_000}, new double[] {1, -2, 0.5})),
                BoostedTrees.builder(0.25).build(),
                stacked(stump(64)),
                stacked(large),
                large);
        Scorer scorer = new Scorer(policy);
        for (int i = 0; i < 500; i++) {
            SparseVector request = request(random, i % 10 == 0);
            double[] logOdds = scorer.logOdds(request);
            for (int k = 0; k < policy.candidates().size(); k++) {
                CallModel model = Objects.requireNonNull(
                        policy.candidates().get(k).quality().perCall());
                assertEquals(model.logOdds(request), logOdds[k], 0, "request " + i + " candidate " + k);
            }
        }
    }

    @Test
    void modelsThatDoNotFitTogetherScoreByThemselves() {
        CallModel[] models = new CallModel[1_000];
        Arrays.setAll(models, ScorerTest::spread);
        Policy policy = policy(models);
        SparseVector request = SparseVector.of(new int[] {7}, new double[] {0.5});
        assertEquals(7 + 0.5 * 8, new Scorer(policy).logOdds(request)[7]);
    }

    /** Weights k + 1 on forty features that no other k has. */
    private static CallModel spread(int k) {
        int[] indices = new int[40];
        Arrays.setAll(indices, i -> i * STEP + k);
        double[] weights = new double[40];
        Arrays.fill(weights, k + 1);
        return new LogisticModel(k, SparseVector.of(indices, weights));
    }

    private static StackedModel stacked(BoostedTrees trees) {
        return new StackedModel(
                new LogisticModel(-0.5, SparseVector.of(new int[] {3, 5, 4_000}, new double[] {0.3, 2, -1})), trees);
    }

    /** One tree that says how many of so many thresholds on feature 5 are below its value. */
    private static BoostedTrees stump(int leaves) {
        BoostedTrees.Builder builder = BoostedTrees.builder(0);
        balanced(builder, 0, leaves);
        return builder.build();
    }

    private static void balanced(BoostedTrees.Builder builder, int from, int to) {
        if (to - from == 1) {
            builder.leaf(from);
            return;
        }
        int middle = (from + to) >>> 1;
        builder.split(5, middle / 100.0);
        balanced(builder, from, middle);
        balanced(builder, middle, to);
    }

    private static SparseVector request(Random random, boolean negative) {
        double[] values = new double[SCHEMA.dimension()];
        int[] indices = new int[values.length];
        int count = 0;
        for (int index = 0; index < values.length; index++) {
            if (index == 5 || random.nextInt(3) == 0) {
                indices[count] = index;
                values[count++] = negative ? random.nextGaussian() : random.nextInt(4) == 0 ? 1 : random.nextDouble();
            }
        }
        return SparseVector.of(Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
    }

    private static Policy policy(CallModel... models) {
        List<Candidate> candidates = Arrays.stream(models)
                .map(model -> new Candidate(
                        "model-" + Arrays.asList(models).indexOf(model),
                        "simulated",
                        null,
                        QualityModel.of(model, Calibration.IDENTITY, Map.of()),
                        OutputTokens.of(1, Map.of())))
                .toList();
        FeatureSchema schema = models.length > 100 ? SCHEMA.withTextBuckets(1 << 16) : SCHEMA;
        return Policy.of(
                Instant.EPOCH,
                schema,
                candidates,
                Map.of(),
                "model-0",
                new Rule.IncumbentOnly(),
                InputTokens.of(4, Map.of()),
                Policies.provenance());
    }
}
