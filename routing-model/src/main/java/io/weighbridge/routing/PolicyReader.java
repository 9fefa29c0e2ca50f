package io.weighbridge.routing;

import io.weighbridge.routing.json.JsonNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the body of a policy file. Every field must be there, and no other. */
final class PolicyReader {
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
                ArtifactReader.instant(node.field("created_at")),
                ArtifactReader.features(node.field("features")),
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
                ArtifactReader.provenance(node.field("provenance")),
                node.field("golden_vectors").list(PolicyReader::goldenVector));
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
        return node.isNull() ? OptionalLong.empty() : OptionalLong.of(node.integer(0, ArtifactReader.MAX_EXACT));
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
                                .optional(ArtifactReader::callModel)
                                .orElse(null),
                        ArtifactReader.calibration(quality.field("calibration")),
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
                node.field("units").integer(0, ArtifactReader.MAX_EXACT),
                node.field("clusters").integer(0, ArtifactReader.MAX_EXACT),
                ArtifactReader.instant(node.field("from")),
                ArtifactReader.instant(node.field("to")),
                ArtifactReader.instant(node.field("expires_at")),
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
                ArtifactReader.integer(node.field("use")),
                ArtifactReader.integer(node.field("window")),
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
                node.field("units").integer(0, ArtifactReader.MAX_EXACT),
                node.field("clusters").integer(0, ArtifactReader.MAX_EXACT),
                node.field("p_value").number(),
                node.field("cross_check").number(),
                node.field("cost_saving").optionalNumber(),
                node.field("realised_quality_loss").number());
    }

    private static GoldenVector goldenVector(JsonNode node) {
        node.only("task", "prompt", "indices", "values", "quality");
        return new GoldenVector(
                node.field("task").text(),
                node.field("prompt").text(),
                ArtifactReader.vector(node, node.field("indices"), node.field("values")),
                List.copyOf(node.field("quality").list(JsonNode::optionalNumber)));
    }
}
