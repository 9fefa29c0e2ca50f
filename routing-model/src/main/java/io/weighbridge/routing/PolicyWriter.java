package io.weighbridge.routing;

import io.weighbridge.routing.json.JsonWriter;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Writes the body of a policy file, field by field as FORMAT.md lists them. */
final class PolicyWriter {
    private final JsonWriter json = new JsonWriter();
    private final ArtifactWriter parts = new ArtifactWriter(json);

    private PolicyWriter() {}

    static String body(Policy policy) {
        PolicyWriter writer = new PolicyWriter();
        writer.policy(policy);
        return writer.json.toString();
    }

    private void policy(Policy policy) {
        json.beginObject();
        json.field("created_at").string(policy.createdAt().toString());
        json.field("features");
        parts.features(policy.features());
        json.field("rule");
        rule(policy.rule());
        json.field("exploration").number(policy.exploration());
        json.field("default_incumbent").string(policy.defaultIncumbent());
        json.field("tasks");
        parts.map(policy.tasks(), this::taskRule);
        json.field("input_tokens").beginObject();
        json.field("bytes_per_token").number(policy.inputTokens().bytesPerToken());
        json.field("tasks");
        parts.map(policy.inputTokens().tasks(), json::number);
        json.endObject();
        json.field("constraints");
        constraints(policy.constraints());
        json.field("candidates").beginArray();
        for (Candidate candidate : policy.candidates()) {
            json.element();
            candidate(candidate);
        }
        json.endArray();
        json.field("certificate");
        certificate(policy.certificate());
        json.field("provenance");
        parts.provenance(policy.provenance());
        json.field("golden_vectors").beginArray();
        for (GoldenVector vector : policy.goldenVectors()) {
            json.element();
            goldenVector(vector);
        }
        json.endArray().endObject();
    }

    private void rule(Rule rule) {
        json.beginObject();
        if (rule instanceof Rule.CheapestWithin within) {
            json.field("kind").string("cheapest-within");
            json.field("tolerance").number(within.tolerance());
        } else if (rule instanceof Rule.MaxUtility utility) {
            json.field("kind").string("max-utility");
            json.field("quality_per_usd").number(utility.qualityPerUsd());
        } else {
            json.field("kind").string("incumbent-only");
        }
        json.endObject();
    }

    private void taskRule(TaskRule rule) {
        json.beginObject();
        json.field("incumbent").string(rule.incumbent());
        json.field("open").beginArray();
        rule.open().forEach(model -> json.element().string(model));
        json.endArray();
        json.field("tolerance");
        parts.optional(rule.tolerance());
        json.field("precision_class").string(rule.precisionClass());
        json.field("cascade");
        cascade(rule.cascade());
        json.endObject();
    }

    private void cascade(@Nullable Cascade cascade) {
        if (cascade == null) {
            json.nothing();
            return;
        }
        json.beginObject();
        json.field("first").string(cascade.first());
        json.field("verifier").string(cascade.verifier());
        json.field("verifier_cost_usd").number(cascade.verifierCostUsd());
        json.field("escalation").string(cascade.escalation());
        json.endObject();
    }

    private void constraints(Constraints constraints) {
        json.beginObject();
        json.field("tenants");
        parts.map(constraints.tenants(), this::tenantRule);
        json.field("precision_classes");
        parts.map(constraints.precisionClasses(), this::precisionClass);
        json.field("agents");
        parts.map(constraints.agents(), json::string);
        json.endObject();
    }

    private void tenantRule(TenantRule rule) {
        json.beginObject();
        json.field("models");
        rule.models().ifPresentOrElse(parts::names, json::nothing);
        json.field("regions");
        rule.regions().ifPresentOrElse(parts::names, json::nothing);
        json.endObject();
    }

    private void precisionClass(PrecisionClass precision) {
        json.beginObject();
        json.field("min_quality");
        parts.optional(precision.minQuality());
        json.field("tolerance").number(precision.tolerance());
        json.field("quality_per_usd").number(precision.qualityPerUsd());
        json.field("quality_per_second").number(precision.qualityPerSecond());
        json.field("max_latency_millis");
        parts.optional(precision.maxLatencyMillis());
        json.endObject();
    }

    private void limits(Limits limits) {
        json.beginObject();
        json.field("max_input_tokens");
        limits.maxInputTokens().ifPresentOrElse(json::integer, json::nothing);
        json.field("max_output_tokens");
        limits.maxOutputTokens().ifPresentOrElse(json::integer, json::nothing);
        json.field("capabilities");
        parts.names(limits.capabilities());
        json.field("regions");
        parts.names(limits.regions());
        json.field("latency_p95_millis");
        parts.optional(limits.latencyP95Millis());
        json.endObject();
    }

    private void candidate(Candidate candidate) {
        json.beginObject();
        json.field("model").string(candidate.model());
        json.field("provider").string(candidate.provider());
        json.field("prices");
        prices(candidate.prices());
        json.field("output_tokens").beginObject();
        json.field("mean").number(candidate.outputTokens().mean());
        json.field("tasks");
        parts.map(candidate.outputTokens().tasks(), json::number);
        json.endObject();
        json.field("quality").beginObject();
        json.field("tasks");
        parts.map(candidate.quality().tasks(), this::taskQuality);
        json.field("calibration");
        parts.calibration(candidate.quality().calibration());
        json.field("per_call");
        parts.callModel(candidate.quality().perCall());
        json.endObject();
        json.field("limits");
        limits(candidate.limits());
        json.endObject();
    }

    private void prices(@Nullable TokenPrices prices) {
        if (prices == null) {
            json.nothing();
            return;
        }
        json.beginObject();
        json.field("input_picodollars").integer(prices.inputPicodollars());
        json.field("output_picodollars").integer(prices.outputPicodollars());
        json.endObject();
    }

    private void taskQuality(TaskQuality quality) {
        json.beginObject();
        json.field("mean").number(quality.mean());
        json.field("units").number(quality.units());
        json.field("per_call_share").number(quality.perCallShare());
        json.endObject();
    }

    private void certificate(@Nullable Certificate certificate) {
        if (certificate == null) {
            json.nothing();
            return;
        }
        json.beginObject();
        json.field("max_quality_loss").number(certificate.maxQualityLoss());
        json.field("confidence").number(certificate.confidence());
        json.field("certified").bool(certificate.certified());
        json.field("voided").string(certificate.voided());
        json.field("units").integer(certificate.units());
        json.field("clusters").integer(certificate.clusters());
        json.field("from").string(certificate.from().toString());
        json.field("to").string(certificate.to().toString());
        json.field("expires_at").string(certificate.expiresAt().toString());
        json.field("method").string(certificate.method());
        json.field("assumption").string(certificate.assumption());
        json.field("cost_saving");
        parts.optional(certificate.costSaving());
        json.field("realised_quality_loss");
        parts.optional(certificate.realisedQualityLoss());
        json.field("trial");
        trial(certificate.trial());
        json.field("tasks");
        parts.map(certificate.tasks(), this::certificatePart);
        json.field("agents");
        parts.map(certificate.agents(), this::certificatePart);
        json.endObject();
    }

    private void trial(Certificate.@Nullable Trial trial) {
        if (trial == null) {
            json.nothing();
            return;
        }
        json.beginObject();
        json.field("design").string(trial.design());
        json.field("set").string(trial.set());
        json.field("use").integer(trial.use());
        json.field("window").integer(trial.window());
        json.field("error").number(trial.error());
        json.field("p_value").number(trial.pValue());
        json.field("cross_check").number(trial.crossCheck());
        json.endObject();
    }

    private void certificatePart(Certificate.Part part) {
        json.beginObject();
        json.field("max_quality_loss").number(part.maxQualityLoss());
        json.field("certified").bool(part.certified());
        json.field("units").integer(part.units());
        json.field("clusters").integer(part.clusters());
        json.field("p_value").number(part.pValue());
        json.field("cross_check").number(part.crossCheck());
        json.field("cost_saving");
        parts.optional(part.costSaving());
        json.field("realised_quality_loss").number(part.realisedQualityLoss());
        json.endObject();
    }

    private void goldenVector(GoldenVector vector) {
        json.beginObject();
        json.field("task").string(vector.task());
        json.field("prompt").string(vector.prompt());
        json.field("indices").integers(vector.features().indices());
        json.field("values").numbers(vector.features().values());
        json.field("quality").beginArray();
        for (OptionalDouble quality : vector.quality()) {
            json.element();
            parts.optional(quality);
        }
        json.endArray().endObject();
    }
}
