package io.weighbridge.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/** Small policies for tests. */
final class Policies {
    static final TokenPrices FRONTIER = new TokenPrices(3_000_000, 15_000_000);
    static final TokenPrices MEDIUM = new TokenPrices(800_000, 4_000_000);
    static final TokenPrices SMALL = new TokenPrices(150_000, 600_000);

    private Policies() {}

    /** Three models on two tasks; the table alone decides. 100 output tokens each, 4 bytes per input token. */
    static Policy table() {
        return Policy.of(
                Instant.parse("2026-11-20T03:00:00Z"),
                FeatureSchema.defaults(),
                List.of(
                        candidate("sim-frontier", FRONTIER, Map.of("triage", 0.985, "sql", 0.9)),
                        candidate("sim-medium", MEDIUM, Map.of("triage", 0.983, "sql", 0.8)),
                        candidate("sim-small", SMALL, Map.of("triage", 0.981, "sql", 0.5))),
                Map.of(
                        "triage", TaskRule.of("sim-frontier", List.of("sim-medium", "sim-small")),
                        "sql", TaskRule.of("sim-frontier", List.of("sim-medium", "sim-small"))),
                "sim-frontier",
                new Rule.CheapestWithin(0.01),
                InputTokens.of(4, Map.of("triage", 200.0)),
                provenance());
    }

    static Candidate candidate(String model, TokenPrices prices, Map<String, Double> means) {
        Map<String, TaskQuality> tasks = new HashMap<>();
        means.forEach((task, mean) -> tasks.put(task, new TaskQuality(mean, 500, 0)));
        return new Candidate(model, "simulated", prices, QualityModel.ofTable(tasks), OutputTokens.of(100, Map.of()));
    }

    /** Per-call models with random weights on every feature of a small schema, each calibration once; fixed by the seed. */
    static Policy perCall(long seed) {
        FeatureSchema schema = FeatureSchema.defaults()
                .withTextBuckets(1 << 8)
                .withMaxPromptBytes(1_000)
                .withByteNgram(3)
                .withTaskWords(true)
                .withAttributes(List.of("team"));
        List<Calibration> calibrations = List.of(
                Calibration.IDENTITY,
                new Calibration.Platt(0.8, -0.1),
                new Calibration.Isotonic(new double[] {0.25, 0.5, 0.75}, new double[] {0.1, 0.4, 0.7, 0.95}));
        List<String> models = List.of("sim-frontier", "sim-medium", "sim-small");
        List<TokenPrices> prices = List.of(FRONTIER, MEDIUM, SMALL);
        Random random = new Random(seed);
        List<Candidate> candidates = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            QualityModel quality = QualityModel.of(
                    new LogisticModel(random.nextGaussian(), weights(schema, random, k)),
                    calibrations.get(k),
                    Map.of("triage", new TaskQuality(0.9, 800, 0.7), "sql", new TaskQuality(0.6, 150, 0.25 * k)));
            candidates.add(new Candidate(
                    models.get(k),
                    "simulated",
                    prices.get(k),
                    quality,
                    OutputTokens.of(120.5, Map.of("sql", 80.0 + k))));
        }
        return Policy.of(
                Instant.parse("2026-11-20T03:00:00Z"),
                schema,
                candidates,
                Map.of(
                        "triage",
                        TaskRule.of("sim-frontier", List.of("sim-medium", "sim-small")),
                        "sql",
                        new TaskRule("sim-frontier", List.of("sim-medium"), OptionalDouble.of(0.02))),
                "sim-frontier",
                new Rule.CheapestWithin(0.01),
                InputTokens.of(3.7, Map.of("sql", 312.5)),
                provenance());
    }

    /** As {@link #perCall}, but the second and third model are boosted trees over features that prompts often have. */
    static Policy trees(long seed) {
        Policy policy = perCall(seed);
        Random random = new Random(seed);
        List<Candidate> candidates = new ArrayList<>(policy.candidates());
        for (int k = 1; k < candidates.size(); k++) {
            candidates.set(k, judgedBy(candidates.get(k), boostedTrees(policy.features(), random, 30)));
        }
        return Policy.of(
                policy.createdAt(),
                policy.features(),
                candidates,
                policy.tasks(),
                policy.defaultIncumbent(),
                policy.rule(),
                policy.inputTokens(),
                policy.provenance());
    }

    /** As {@link #trees}, but the third model has its weights beside trees. */
    static Policy stacked(long seed) {
        Policy policy = trees(seed);
        List<Candidate> candidates = new ArrayList<>(policy.candidates());
        LogisticModel linear = Objects.requireNonNull(
                (LogisticModel) perCall(seed).candidates().get(2).quality().perCall());
        BoostedTrees trees = Objects.requireNonNull(
                (BoostedTrees) candidates.get(2).quality().perCall());
        StackedModel both = new StackedModel(linear, BoostedTrees.of(0, trees.features(), trees.values()));
        candidates.set(2, judgedBy(candidates.get(2), both));
        return policy.withCandidates(candidates, "stacked");
    }

    private static Candidate judgedBy(Candidate candidate, CallModel perCall) {
        QualityModel quality = candidate.quality();
        return new Candidate(
                candidate.model(),
                candidate.provider(),
                candidate.prices(),
                new QualityModel(perCall, quality.calibration(), quality.tasks()),
                candidate.outputTokens());
    }

    /** As {@link #trees} with limits, tenants and precision classes; the small model's limits are unknown. */
    static Policy constrained(long seed) {
        Policy policy = trees(seed);
        List<Candidate> candidates = new ArrayList<>(policy.candidates());
        candidates.set(
                0,
                candidates
                        .get(0)
                        .withLimits(Limits.UNKNOWN
                                .withContext(8_000, 1_000)
                                .withCapabilities(Set.of("json", "tools", "vision"))
                                .withRegions(Set.of("us", "eu"))
                                .withLatencyP95Millis(2_500)));
        candidates.set(
                1,
                candidates
                        .get(1)
                        .withLimits(Limits.UNKNOWN
                                .withContext(4_000, 500)
                                .withCapabilities(Set.of("json"))
                                .withRegions(Set.of("us"))
                                .withLatencyP95Millis(900)));
        Constraints constraints = Constraints.of(
                Map.of(
                        "acme", TenantRule.ofModels(Set.of("sim-frontier", "sim-small")),
                        "eu-only", TenantRule.ofRegions(Set.of("eu"))),
                Map.of(
                        "interactive",
                        new PrecisionClass(OptionalDouble.of(0.4), 0.3, 20, 0.05, OptionalDouble.of(3_000)),
                        "careful",
                        new PrecisionClass(OptionalDouble.of(0.9), 0.01, 0.5, 0, OptionalDouble.empty())),
                Map.of("chat", "interactive", "batch", "careful"));
        Map<String, TaskRule> tasks = new HashMap<>(policy.tasks());
        tasks.computeIfPresent("triage", (task, rule) -> rule.withPrecisionClass("careful"));
        return policy.withCandidates(candidates, "limits")
                .withConstraints(constraints)
                .withTasks(tasks);
    }

    static BoostedTrees boostedTrees(FeatureSchema schema, Random random, int trees) {
        BoostedTrees.Builder builder = BoostedTrees.builder(random.nextGaussian());
        for (int tree = 0; tree < trees; tree++) {
            grow(builder, schema, random, 0);
        }
        return builder.build();
    }

    private static void grow(BoostedTrees.Builder builder, FeatureSchema schema, Random random, int depth) {
        if (depth == 8 || random.nextInt(8) < depth) {
            builder.leaf(random.nextGaussian() / 8);
            return;
        }
        boolean text = random.nextBoolean();
        int feature = text ? random.nextInt(schema.textBuckets()) : schema.structureOffset() + random.nextInt(128);
        builder.split(feature, random.nextInt(8) == 0 ? random.nextInt(3) - 1 : random.nextDouble() / (text ? 8 : 1));
        grow(builder, schema, random, depth + 1);
        grow(builder, schema, random, depth + 1);
    }

    private static SparseVector weights(FeatureSchema schema, Random random, int skip) {
        int[] indices = new int[schema.dimension()];
        double[] values = new double[indices.length];
        int count = 0;
        for (int index = 0; index < indices.length; index++) {
            if (random.nextInt(8) >= skip + 5
                    && (index < 256 || index >= schema.structureOffset() || index % 16 == 0)) {
                indices[count] = index;
                values[count++] = random.nextGaussian() / 2;
            }
        }
        return SparseVector.of(Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
    }

    /** A certificate with every field filled in, for longer than the tests will be run. */
    static Certificate certificate() {
        return certificate(Instant.parse("2199-12-31T00:00:00Z"));
    }

    static Certificate certificate(Instant expiresAt) {
        Certificate.Part triage =
                new Certificate.Part(0.02, true, 3_000, 2_900, 0.004, 0.31, OptionalDouble.of(0.9), 0.001);
        return new Certificate(
                0.01,
                0.95,
                true,
                null,
                8_000,
                7_500,
                Instant.parse("2026-10-01T00:00:00Z"),
                Instant.parse("2026-11-01T00:00:00Z"),
                expiresAt,
                "betting",
                "calls are exchangeable",
                OptionalDouble.of(0.61),
                OptionalDouble.empty(),
                new Certificate.Trial(
                        "0123456789abcdef".repeat(4), "fedcba9876543210".repeat(4), 2, 1, 0.00625, 0.006, 1),
                Check.sorted(Map.of("triage", triage)),
                Check.sorted(Map.of("billing-agent", triage)));
    }

    static Provenance provenance() {
        return Provenance.of(
                "routing-trainer 0.1.0",
                7,
                "20261119T020000Z-a1b2c3",
                12_000,
                "prices-2026-11-01",
                Map.of("smile", "6.3.0"));
    }
}
