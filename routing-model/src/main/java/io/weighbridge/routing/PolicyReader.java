package io.weighbridge.routing;

import io.weighbridge.routing.json.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads the body of a policy file. Every field must be there, and no other. */
final class PolicyReader {
    private static final long MAX_EXACT = 1L << 53;

    private PolicyReader() {}

    static Policy policy(JsonNode node) {
        node.only(
                "created_at",
                "features",
                "rule",
                "exploration",
                "default_incumbent",
                "tasks",
                "input_tokens",
                "constraints",
                "candidates",
                "certificate",
                "provenance",
                "golden_vectors");
        JsonNode inputTokens = node.field("input_tokens").only("bytes_per_token", "tasks");
        return new Policy(
                instant(node.field("created_at")),
                features(node.field("features")),
                node.field("candidates").list(PolicyReader::candidate),
                Check.sorted(node.field("tasks").map(PolicyReader::taskRule)),
                node.field("default_incumbent").text(),
                rule(node.field("rule")),
                node.field("exploration").number(),
                InputTokens.of(
                        inputTokens.field("bytes_per_token").number(),
                        inputTokens.field("tasks").map(JsonNode::number)),
                constraints(node.field("constraints")),
                node.field("certificate").optional(PolicyReader::certificate).orElse(null),
                provenance(node.field("provenance")),
                node.field("golden_vectors").list(PolicyReader::goldenVector));
    }

    static FeatureSchema features(JsonNode node) {
        node.only(
                "version",
                "fingerprint",
                "text_buckets",
                "bigrams",
                "byte_ngram",
                "task_words",
                "fold_digits",
                "weighting",
                "structure",
                "max_prompt_bytes",
                "attributes");
        long version = node.field("version").integer(0, MAX_EXACT);
        if (version != FeatureSchema.VERSION) {
            throw node.failure(
                    "Unsupported feature version " + version + "; this build extracts " + FeatureSchema.VERSION);
        }
        FeatureSchema schema = new FeatureSchema(
                integer(node.field("text_buckets")),
                node.field("bigrams").bool(),
                integer(node.field("byte_ngram")),
                node.field("task_words").bool(),
                node.field("fold_digits").bool(),
                weighting(node.field("weighting")),
                node.field("structure").bool(),
                integer(node.field("max_prompt_bytes")),
                node.field("attributes").list(JsonNode::text));
        if (!node.field("fingerprint").text().equals(schema.fingerprint())) {
            throw node.field("fingerprint").failure("must be " + schema.fingerprint() + " for these settings");
        }
        return schema;
    }

    private static Weighting weighting(JsonNode node) {
        return switch (node.text()) {
            case "binary" -> Weighting.BINARY;
            case "unit_length" -> Weighting.UNIT_LENGTH;
            default -> throw node.failure("must be binary or unit_length");
        };
    }

    private static Rule rule(JsonNode node) {
        return switch (node.field("kind").text()) {
            case "incumbent-only" -> {
                node.only("kind");
                yield new Rule.IncumbentOnly();
            }
            case "cheapest-within" ->
                new Rule.CheapestWithin(
                        node.only("kind", "tolerance").field("tolerance").number());
            case "max-utility" ->
                new Rule.MaxUtility(node.only("kind", "quality_per_usd")
                        .field("quality_per_usd")
                        .number());
            default ->
                throw node.field("kind")
                        .failure("unknown rule; this build knows incumbent-only, cheapest-within, max-utility");
        };
    }

    private static TaskRule taskRule(JsonNode node) {
        node.only("incumbent", "open", "tolerance", "precision_class", "cascade");
        return new TaskRule(
                node.field("incumbent").text(),
                node.field("open").list(JsonNode::text),
                node.field("tolerance").optionalNumber(),
                node.field("precision_class").optional(JsonNode::text).orElse(null),
                node.field("cascade").optional(PolicyReader::cascade).orElse(null));
    }

    private static Cascade cascade(JsonNode node) {
        node.only("first", "verifier", "verifier_cost_usd", "escalation");
        return new Cascade(
                node.field("first").text(),
                node.field("verifier").text(),
                node.field("verifier_cost_usd").number(),
                node.field("escalation").text());
    }

    private static Constraints constraints(JsonNode node) {
        node.only("tenants", "precision_classes", "agents");
        return Constraints.of(
                node.field("tenants").map(PolicyReader::tenantRule),
                node.field("precision_classes").map(PolicyReader::precisionClass),
                node.field("agents").map(JsonNode::text));
    }

    private static TenantRule tenantRule(JsonNode node) {
        node.only("models", "regions");
        return new TenantRule(
                node.field("models").optional(PolicyReader::names),
                node.field("regions").optional(PolicyReader::names));
    }

    private static PrecisionClass precisionClass(JsonNode node) {
        node.only("min_quality", "tolerance", "quality_per_usd", "quality_per_second", "max_latency_millis");
        return new PrecisionClass(
                node.field("min_quality").optionalNumber(),
                node.field("tolerance").number(),
                node.field("quality_per_usd").number(),
                node.field("quality_per_second").number(),
                node.field("max_latency_millis").optionalNumber());
    }

    private static Limits limits(JsonNode node) {
        node.only("max_input_tokens", "max_output_tokens", "capabilities", "regions", "latency_p95_millis");
        return new Limits(
                optionalTokens(node.field("max_input_tokens")),
                optionalTokens(node.field("max_output_tokens")),
                names(node.field("capabilities")),
                names(node.field("regions")),
                node.field("latency_p95_millis").optionalNumber());
    }

    private static OptionalLong optionalTokens(JsonNode node) {
        return node.isNull() ? OptionalLong.empty() : OptionalLong.of(node.integer(0, MAX_EXACT));
    }

    private static SortedSet<String> names(JsonNode node) {
        return new TreeSet<>(node.list(JsonNode::text));
    }

    private static Candidate candidate(JsonNode node) {
        node.only("model", "provider", "prices", "output_tokens", "quality", "limits");
        JsonNode outputTokens = node.field("output_tokens").only("mean", "tasks");
        JsonNode quality = node.field("quality").only("tasks", "calibration", "per_call");
        return new Candidate(
                node.field("model").text(),
                node.field("provider").text(),
                node.field("prices").optional(PolicyReader::prices).orElse(null),
                QualityModel.of(
                        quality.field("per_call")
                                .optional(PolicyReader::callModel)
                                .orElse(null),
                        calibration(quality.field("calibration")),
                        quality.field("tasks").map(PolicyReader::taskQuality)),
                OutputTokens.of(
                        outputTokens.field("mean").number(),
                        outputTokens.field("tasks").map(JsonNode::number)),
                limits(node.field("limits")));
    }

    private static TokenPrices prices(JsonNode node) {
        node.only("input_picodollars", "output_picodollars");
        return new TokenPrices(
                node.field("input_picodollars").integer(0, TokenPrices.MAX_PICODOLLARS),
                node.field("output_picodollars").integer(0, TokenPrices.MAX_PICODOLLARS));
    }

    private static TaskQuality taskQuality(JsonNode node) {
        node.only("mean", "units", "per_call_share");
        return new TaskQuality(
                node.field("mean").number(),
                node.field("units").number(),
                node.field("per_call_share").number());
    }

    private static Calibration calibration(JsonNode node) {
        return switch (node.field("kind").text()) {
            case "identity" -> {
                node.only("kind");
                yield Calibration.IDENTITY;
            }
            case "platt" -> {
                node.only("kind", "slope", "intercept");
                yield new Calibration.Platt(
                        node.field("slope").number(), node.field("intercept").number());
            }
            case "isotonic" -> {
                node.only("kind", "thresholds", "values");
                yield new Calibration.Isotonic(
                        node.field("thresholds").numbers(), node.field("values").numbers());
            }
            default ->
                throw node.field("kind").failure("unknown calibration; this build knows identity, platt, isotonic");
        };
    }

    private static CallModel callModel(JsonNode node) {
        return switch (node.field("kind").text()) {
            case "logistic" -> logisticModel(node);
            case "boosted-trees" -> boostedTrees(node);
            case "stacked" -> stackedModel(node);
            default ->
                throw node.field("kind").failure("unknown model; this build knows logistic, boosted-trees, stacked");
        };
    }

    private static LogisticModel logisticModel(JsonNode node) {
        node.only("kind", "bias", "indices", "weights");
        return weights(node);
    }

    private static LogisticModel weights(JsonNode node) {
        SparseVector weights = vector(node, node.field("indices"), node.field("weights"));
        return in(node, () -> new LogisticModel(node.field("bias").number(), weights));
    }

    private static BoostedTrees boostedTrees(JsonNode node) {
        node.only("kind", "bias", "trees", "features", "values");
        return trees(node, node.field("bias").number());
    }

    private static StackedModel stackedModel(JsonNode node) {
        node.only("kind", "bias", "indices", "weights", "trees", "features", "values");
        return new StackedModel(weights(node), trees(node, 0));
    }

    private static BoostedTrees trees(JsonNode node, double bias) {
        BoostedTrees model = in(
                node,
                () -> BoostedTrees.of(
                        bias,
                        node.field("features").integers(),
                        node.field("values").numbers()));
        if (node.field("trees").integer(0, BoostedTrees.MAX_TREES) != model.trees()) {
            throw node.field("trees").failure("must be the number of trees, which is " + model.trees());
        }
        return model;
    }

    private static Certificate certificate(JsonNode node) {
        node.only(
                "max_quality_loss",
                "confidence",
                "certified",
                "voided",
                "units",
                "clusters",
                "from",
                "to",
                "expires_at",
                "method",
                "assumption",
                "cost_saving",
                "realised_quality_loss",
                "trial",
                "tasks",
                "agents");
        return new Certificate(
                node.field("max_quality_loss").number(),
                node.field("confidence").number(),
                node.field("certified").bool(),
                node.field("voided").optional(JsonNode::text).orElse(null),
                node.field("units").integer(0, MAX_EXACT),
                node.field("clusters").integer(0, MAX_EXACT),
                instant(node.field("from")),
                instant(node.field("to")),
                instant(node.field("expires_at")),
                node.field("method").text(),
                node.field("assumption").text(),
                node.field("cost_saving").optionalNumber(),
                node.field("realised_quality_loss").optionalNumber(),
                node.field("trial").optional(PolicyReader::trial).orElse(null),
                Check.sorted(node.field("tasks").map(PolicyReader::certificatePart)),
                Check.sorted(node.field("agents").map(PolicyReader::certificatePart)));
    }

    private static Certificate.Trial trial(JsonNode node) {
        node.only("design", "set", "use", "window", "error", "p_value", "cross_check");
        return new Certificate.Trial(
                node.field("design").text(),
                node.field("set").text(),
                integer(node.field("use")),
                integer(node.field("window")),
                node.field("error").number(),
                node.field("p_value").number(),
                node.field("cross_check").number());
    }

    private static Certificate.Part certificatePart(JsonNode node) {
        node.only(
                "max_quality_loss",
                "certified",
                "units",
                "clusters",
                "p_value",
                "cross_check",
                "cost_saving",
                "realised_quality_loss");
        return new Certificate.Part(
                node.field("max_quality_loss").number(),
                node.field("certified").bool(),
                node.field("units").integer(0, MAX_EXACT),
                node.field("clusters").integer(0, MAX_EXACT),
                node.field("p_value").number(),
                node.field("cross_check").number(),
                node.field("cost_saving").optionalNumber(),
                node.field("realised_quality_loss").number());
    }

    static Provenance provenance(JsonNode node) {
        node.only("trainer", "seed", "audit_id", "training_rows", "price_version", "notes");
        return Provenance.of(
                node.field("trainer").text(),
                node.field("seed").integer(-MAX_EXACT, MAX_EXACT),
                node.field("audit_id").optional(JsonNode::text).orElse(null),
                node.field("training_rows").integer(0, MAX_EXACT),
                node.field("price_version").text(),
                node.field("notes").map(JsonNode::text));
    }

    private static GoldenVector goldenVector(JsonNode node) {
        node.only("task", "prompt", "indices", "values", "quality");
        return new GoldenVector(
                node.field("task").text(),
                node.field("prompt").text(),
                vector(node, node.field("indices"), node.field("values")),
                List.copyOf(node.field("quality").list(JsonNode::optionalNumber)));
    }

    static SparseVector vector(JsonNode node, JsonNode indices, JsonNode values) {
        return in(node, () -> SparseVector.of(indices.integers(), values.numbers()));
    }

    /** Names the place in the file where a value breaks a rule. */
    private static <T> T in(JsonNode node, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw node.failure(String.valueOf(e.getMessage()));
        }
    }

    static Instant instant(JsonNode node) {
        try {
            return Instant.parse(node.text());
        } catch (DateTimeException e) {
            throw node.failure("must be a UTC time such as 2026-11-22T10:15:30Z");
        }
    }

    private static int integer(JsonNode node) {
        return (int) node.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}
