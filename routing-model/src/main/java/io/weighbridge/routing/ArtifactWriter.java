package io.weighbridge.routing;

import io.weighbridge.routing.json.JsonWriter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes what policies and classifiers have in common: the schema of features, models, provenance. */
final class ArtifactWriter {
    private final JsonWriter json;

    ArtifactWriter(JsonWriter json) {
        this.json = json;
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

    void calibration(Calibration calibration) {
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

    void callModel(@Nullable CallModel model) {
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

    /** Bias, indices and weights. */
    void weights(LogisticModel model) {
        json.field("bias").number(model.bias());
        json.field("indices").integers(model.weights().indices());
        json.field("weights").numbers(model.weights().values());
    }

    private void trees(BoostedTrees model) {
        json.field("trees").integer(model.trees());
        json.field("features").integers(model.features());
        json.field("values").numbers(model.values());
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

    void names(Set<String> names) {
        json.beginArray();
        names.forEach(name -> json.element().string(name));
        json.endArray();
    }

    void optional(OptionalDouble value) {
        value.ifPresentOrElse(json::number, json::nothing);
    }

    <V> void map(Map<String, V> map, Consumer<V> writeValue) {
        json.beginObject();
        map.forEach((key, value) -> {
            json.field(key);
            writeValue.accept(value);
        });
        json.endObject();
    }
}
