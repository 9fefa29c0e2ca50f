package io.weighbridge.routing;

import io.weighbridge.routing.json.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Supplier;

/** Reads what policies and classifiers have in common: the schema of features, models, provenance. */
final class ArtifactReader {
    static final long MAX_EXACT = 1L << 53;

    private ArtifactReader() {}

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

    static Calibration calibration(JsonNode node) {
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

    static CallModel callModel(JsonNode node) {
        return switch (node.field("kind").text()) {
            case "logistic" -> weights(node.only("kind", "bias", "indices", "weights"));
            case "boosted-trees" -> boostedTrees(node);
            case "stacked" -> stackedModel(node);
            default ->
                throw node.field("kind").failure("unknown model; this build knows logistic, boosted-trees, stacked");
        };
    }

    /** Bias, indices and weights. */
    static LogisticModel weights(JsonNode node) {
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

    static Instant instant(JsonNode node) {
        try {
            return Instant.parse(node.text());
        } catch (DateTimeException e) {
            throw node.failure("must be a UTC time such as 2026-11-22T10:15:30Z");
        }
    }

    static int integer(JsonNode node) {
        return (int) node.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}
