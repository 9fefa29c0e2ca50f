package io.weighbridge.routing;

import io.weighbridge.routing.json.JsonWriter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the body of a policy file, field by field as FORMAT.md lists them. */
final class PolicyWriter {
    private final JsonWriter json = new JsonWriter();

    PolicyWriter() {}

    /** Where it writes to. */
    JsonWriter json() {
        return json;
    }

    static String body(Policy policy) {
        PolicyWriter writer = new PolicyWriter();
        writer.policy(policy);
        return writer.json.toString();
    }

    private void policy(Policy policy) {
        json.beginObject();
        json.field("created_at").string(policy.createdAt().toString());
        json.field("features");
        features(policy.features());
        json.field("rule");
        rule(policy.rule());
        json.field("exploration").number(policy.exploration());
        json.field("default_incumbent").string(policy.defaultIncumbent());
        json.field("tasks");
        map(policy.tasks(), this::taskRule);
        json.field("input_tokens").beginObject();
        json.field("bytes_per_token").number(policy.inputTokens().bytesPerToken());
        json.field("tasks");
        map(policy.inputTokens().tasks(), json::number);
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
        provenance(policy.provenance());
        json.field("golden_vectors").beginArray();
        for (GoldenVector vector : policy.goldenVectors()) {
            json.element();
            goldenVector(vector);
        }
        json.endArray().endObject();
    }

    void features(FeatureSchema schema) {
        json.beginObject();
        json.field("version").integer(FeatureSchema.VERSION);
        json.field("fingerprint").string(schema.fingerprint());
        json.field("text_buckets").integer(schema.textBuckets());
        json.field("bigrams").bool(schema.bigrams());
        json.field("byte_ngram").integer(schema.byteNgram());
        json.field("task_words").bool(schema.taskWords());
        json.field("fold_digits").bool(schema.foldDigits());
        json.field("weighting").string(schema.weighting().name().toLowerCase(Locale.ROOT));
        json.field("structure").bool(schema.structure());
        json.field("max_prompt_bytes").integer(schema.maxPromptBytes());
        json.field("attributes").beginArray();
        schema.attributes().forEach(attribute -> json.element().string(attribute));
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
        optional(rule.tolerance());
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
        map(constraints.tenants(), this::tenantRule);
        json.field("precision_classes");
        map(constraints.precisionClasses(), this::precisionClass);
        json.field("agents");
        map(constraints.agents(), json::string);
        json.endObject();
    }

    private void tenantRule(TenantRule rule) {
        json.beginObject();
        json.field("models");
        rule.models().ifPresentOrElse(this::names, json::nothing);
        json.field("regions");
        rule.regions().ifPresentOrElse(this::names, json::nothing);
        json.endObject();
    }

    private void precisionClass(PrecisionClass precision) {
        json.beginObject();
        json.field("min_quality");
        optional(precision.minQuality());
        json.field("tolerance").number(precision.tolerance());
        json.field("quality_per_usd").number(precision.qualityPerUsd());
        json.field("quality_per_second").number(precision.qualityPerSecond());
        json.field("max_latency_millis");
        optional(precision.maxLatencyMillis());
        json.endObject();
    }

    private void limits(Limits limits) {
        json.beginObject();
        json.field("max_input_tokens");
        limits.maxInputTokens().ifPresentOrElse(json::integer, json::nothing);
        json.field("max_output_tokens");
        limits.maxOutputTokens().ifPresentOrElse(json::integer, json::nothing);
        json.field("capabilities");
        names(limits.capabilities());
        json.field("regions");
        names(limits.regions());
        json.field("latency_p95_millis");
        optional(limits.latencyP95Millis());
        json.endObject();
    }

    private void names(Set<String> names) {
        json.beginArray();
        names.forEach(name -> json.element().string(name));
        json.endArray();
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
        map(candidate.outputTokens().tasks(), json::number);
        json.endObject();
        json.field("quality").beginObject();
        json.field("tasks");
        map(candidate.quality().tasks(), this::taskQuality);
        json.field("calibration");
        calibration(candidate.quality().calibration());
        json.field("per_call");
        callModel(candidate.quality().perCall());
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

    private void calibration(Calibration calibration) {
        json.beginObject();
        if (calibration instanceof Calibration.Platt platt) {
            json.field("kind").string("platt");
            json.field("slope").number(platt.slope());
            json.field("intercept").number(platt.intercept());
        } else if (calibration instanceof Calibration.Isotonic isotonic) {
            json.field("kind").string("isotonic");
            json.field("thresholds").numbers(isotonic.thresholds());
            json.field("values").numbers(isotonic.values());
        } else {
            json.field("kind").string("identity");
        }
        json.endObject();
    }

    private void callModel(@Nullable CallModel model) {
        if (model == null) {
            json.nothing();
            return;
        }
        json.beginObject();
        if (model instanceof LogisticModel logistic) {
            json.field("kind").string("logistic");
            weights(logistic);
        } else if (model instanceof BoostedTrees trees) {
            json.field("kind").string("boosted-trees");
            json.field("bias").number(trees.bias());
            trees(trees);
        } else if (model instanceof StackedModel stacked) {
            json.field("kind").string("stacked");
            weights(stacked.linear());
            trees(stacked.trees());
        }
        json.endObject();
    }

    private void weights(LogisticModel model) {
        json.field("bias").number(model.bias());
        json.field("indices").integers(model.weights().indices());
        json.field("weights").numbers(model.weights().values());
    }

    private void trees(BoostedTrees model) {
        json.field("trees").integer(model.trees());
        json.field("features").integers(model.features());
        json.field("values").numbers(model.values());
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
        optional(certificate.costSaving());
        json.field("realised_quality_loss");
        optional(certificate.realisedQualityLoss());
        json.field("trial");
        trial(certificate.trial());
        json.field("tasks");
        map(certificate.tasks(), this::certificatePart);
        json.field("agents");
        map(certificate.agents(), this::certificatePart);
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
        optional(part.costSaving());
        json.field("realised_quality_loss").number(part.realisedQualityLoss());
        json.endObject();
    }

    void provenance(Provenance provenance) {
        json.beginObject();
        json.field("trainer").string(provenance.trainer());
        json.field("seed").integer(provenance.seed());
        json.field("audit_id").string(provenance.auditId());
        json.field("training_rows").integer(provenance.trainingRows());
        json.field("price_version").string(provenance.priceVersion());
        json.field("notes");
        map(provenance.notes(), json::string);
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
            optional(quality);
        }
        json.endArray().endObject();
    }

    void optional(OptionalDouble value) {
        value.ifPresentOrElse(json::number, json::nothing);
    }

    private <V> void map(Map<String, V> map, Consumer<V> writeValue) {
        json.beginObject();
        map.forEach((key, value) -> {
            json.field(key);
            writeValue.accept(value);
        });
        json.endObject();
    }
}
