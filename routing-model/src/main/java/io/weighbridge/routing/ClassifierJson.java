package io.weighbridge.routing;

import io.weighbridge.routing.json.JsonException;
import io.weighbridge.routing.json.JsonNode;
import io.weighbridge.routing.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes and reads classifier files, version 1 of FORMAT.md: the header of a policy file under its own name, then the body.
 * Equal classifiers give equal bytes.
 */
public final class ClassifierJson {
    private ClassifierJson() {}

    /** The id: "classifier-" and the first 16 hexadecimal digits of the SHA-256 of the body. */
    public static String id(ClassifierModel model) {
        return "classifier-" + Envelope.sha256(body(model)).substring(0, 16);
    }

    public static byte[] toBytes(ClassifierModel model) {
        return Envelope.seal(Envelope.Kind.CLASSIFIER, body(model));
    }

    public static void write(ClassifierModel model, Path file) throws IOException {
        Files.write(file, toBytes(model));
    }

    /** @throws PolicyFormatException if the file is not an intact classifier that this build reproduces to the bit */
    public static ClassifierModel read(Path file) throws IOException {
        try (InputStream source = Files.newInputStream(file)) {
            return read(source);
        } catch (PolicyFormatException e) {
            throw new PolicyFormatException(file + ": " + e.getMessage(), e);
        }
    }

    /** As {@link #read(Path)}; reads the stream to its end and does not close it. */
    public static ClassifierModel read(InputStream source) throws IOException {
        return fromBytes(LoadBounds.ofThisJvm().read(Envelope.Kind.CLASSIFIER, source));
    }

    /** As {@link #read(Path)}. */
    public static ClassifierModel fromBytes(byte[] bytes) {
        Envelope envelope = Envelope.open(Envelope.Kind.CLASSIFIER, bytes);
        ClassifierModel model;
        try {
            model = model(envelope.body(bytes));
        } catch (JsonException | IllegalArgumentException e) {
            throw new PolicyFormatException(String.valueOf(e.getMessage()), e);
        }
        checkExamples(model);
        return model;
    }

    private static void checkExamples(ClassifierModel model) {
        Classifier classifier = Classifier.of(model);
        for (int i = 0; i < model.examples().size(); i++) {
            ClassifierModel.Example example = model.examples().get(i);
            if (!classifier.classify(example.text()).probabilities().equals(example.probabilities())) {
                throw new PolicyFormatException(
                        "examples[" + i + "].probabilities: this build computes other probabilities");
            }
        }
    }

    // ---- Reading ---------------------------------------------------------------------------------------------------

    private static ClassifierModel model(JsonNode node) {
        node.only("created_at", "features", "classes", "threshold", "evaluation", "provenance", "examples");
        return new ClassifierModel(
                ArtifactReader.instant(node.field("created_at")),
                ArtifactReader.features(node.field("features")),
                node.field("classes").list(ClassifierJson::labelModel),
                node.field("threshold").number(),
                evaluation(node.field("evaluation")),
                ArtifactReader.provenance(node.field("provenance")),
                node.field("examples").list(ClassifierJson::example));
    }

    private static ClassifierModel.LabelModel labelModel(JsonNode node) {
        node.only("label", "bias", "indices", "weights");
        return new ClassifierModel.LabelModel(node.field("label").text(), ArtifactReader.weights(node));
    }

    private static ClassifierModel.Evaluation evaluation(JsonNode node) {
        node.only("texts", "accuracy", "majority_accuracy", "coverage", "covered_accuracy", "classes");
        return new ClassifierModel.Evaluation(
                node.field("texts").integer(0, ArtifactReader.MAX_EXACT),
                node.field("accuracy").number(),
                node.field("majority_accuracy").number(),
                node.field("coverage").number(),
                node.field("covered_accuracy").optionalNumber(),
                node.field("classes").list(ClassifierJson::labelEvaluation));
    }

    private static ClassifierModel.LabelEvaluation labelEvaluation(JsonNode node) {
        node.only("label", "texts", "abstained", "precision", "recall");
        return new ClassifierModel.LabelEvaluation(
                node.field("label").text(),
                node.field("texts").integer(0, ArtifactReader.MAX_EXACT),
                node.field("abstained").integer(0, ArtifactReader.MAX_EXACT),
                node.field("precision").optionalNumber(),
                node.field("recall").optionalNumber());
    }

    private static ClassifierModel.Example example(JsonNode node) {
        node.only("text", "probabilities");
        return new ClassifierModel.Example(
                node.field("text").text(),
                List.copyOf(node.field("probabilities").list(JsonNode::number)));
    }

    // ---- Writing ---------------------------------------------------------------------------------------------------

    private static byte[] body(ClassifierModel model) {
        JsonWriter json = new JsonWriter();
        ArtifactWriter parts = new ArtifactWriter(json);
        json.beginObject();
        json.field("created_at").string(model.createdAt().toString());
        json.field("features");
        parts.features(model.features());
        json.field("classes").beginArray();
        for (ClassifierModel.LabelModel of : model.classes()) {
            json.element().beginObject();
            json.field("label").string(of.label());
            parts.weights(of.model());
            json.endObject();
        }
        json.endArray();
        json.field("threshold").number(model.threshold());
        json.field("evaluation");
        evaluation(json, parts, model.evaluation());
        json.field("provenance");
        parts.provenance(model.provenance());
        json.field("examples").beginArray();
        for (ClassifierModel.Example example : model.examples()) {
            json.element().beginObject();
            json.field("text").string(example.text());
            json.field("probabilities")
                    .numbers(example.probabilities().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray());
            json.endObject();
        }
        json.endArray().endObject();
        return json.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void evaluation(JsonWriter json, ArtifactWriter parts, ClassifierModel.Evaluation evaluation) {
        json.beginObject();
        json.field("texts").integer(evaluation.texts());
        json.field("accuracy").number(evaluation.accuracy());
        json.field("majority_accuracy").number(evaluation.majorityAccuracy());
        json.field("coverage").number(evaluation.coverage());
        json.field("covered_accuracy");
        parts.optional(evaluation.coveredAccuracy());
        json.field("classes").beginArray();
        for (ClassifierModel.LabelEvaluation of : evaluation.classes()) {
            json.element().beginObject();
            json.field("label").string(of.label());
            json.field("texts").integer(of.texts());
            json.field("abstained").integer(of.abstained());
            json.field("precision");
            parts.optional(of.precision());
            json.field("recall");
            parts.optional(of.recall());
            json.endObject();
        }
        json.endArray().endObject();
    }
}
