package io.weighbridge.routing;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A multinomial logistic classifier of texts, in one immutable tree: intents, or which agent a request is for. Written and
 * read by {@link ClassifierJson}, used by {@link Classifier}.
 *
 * @param createdAt when it was trained
 * @param features which features its models read
 * @param classes the labels it knows, 2 to 1,000
 * @param threshold it abstains where the most probable label has a lower probability, in [0, 1]
 * @param evaluation what it does on texts that nothing was fitted or chosen on
 * @param provenance where it comes from
 * @param examples texts with their probabilities, which a scorer recomputes on load
 */
public record ClassifierModel(
        Instant createdAt,
        FeatureSchema features,
        List<LabelModel> classes,
        double threshold,
        Evaluation evaluation,
        Provenance provenance,
        List<Example> examples) {

    private static final int MAX_CLASSES = 1000;

    public ClassifierModel {
        classes = List.copyOf(classes);
        examples = List.copyOf(examples);
        Check.isTrue(
                classes.size() >= 2 && classes.size() <= MAX_CLASSES,
                "classes",
                "must be 2 to " + MAX_CLASSES,
                classes.size());
        Check.fraction("threshold", threshold);
        Set<String> labels = new HashSet<>();
        for (LabelModel model : classes) {
            Check.isTrue(labels.add(model.label()), "classes", "must differ in label", model.label());
            SparseVector weights = model.model().weights();
            int last = weights.size() == 0 ? 0 : weights.index(weights.size() - 1);
            Check.isTrue(
                    last < features.dimension(),
                    "classes." + model.label() + ".weights",
                    "indices must be below the dimension " + features.dimension(),
                    last);
        }
        for (Example example : examples) {
            Check.isTrue(
                    example.probabilities().size() == classes.size(),
                    "examples.probabilities",
                    "must have one value per class",
                    example.probabilities().size());
        }
    }

    /** What is added up for one label before all are made probabilities. */
    public record LabelModel(String label, LogisticModel model) {
        public LabelModel {
            Check.notBlank("class.label", label);
        }
    }

    /** @param probabilities by class */
    public record Example(String text, List<Double> probabilities) {
        public Example {
            probabilities = List.copyOf(probabilities);
        }
    }

    /**
     * @param texts held out
     * @param accuracy share of them whose most probable label is right, without abstaining
     * @param majorityAccuracy the same of always saying the label that is most frequent in training
     * @param coverage share of them for which it does not abstain
     * @param coveredAccuracy share of those whose label is right; empty if there are none
     * @param classes by label of the model
     */
    public record Evaluation(
            long texts,
            double accuracy,
            double majorityAccuracy,
            double coverage,
            OptionalDouble coveredAccuracy,
            List<LabelEvaluation> classes) {
        public Evaluation {
            classes = List.copyOf(classes);
            Check.notNegative("evaluation.texts", texts);
            Check.fraction("evaluation.accuracy", accuracy);
            Check.fraction("evaluation.majority_accuracy", majorityAccuracy);
            Check.fraction("evaluation.coverage", coverage);
            coveredAccuracy.ifPresent(share -> Check.fraction("evaluation.covered_accuracy", share));
        }
    }

    /**
     * @param texts held out that truly have the label
     * @param abstained of them
     * @param precision share of the texts given the label that have it; empty if none were
     * @param recall share of the texts that have the label that are given it; empty if there are none
     */
    public record LabelEvaluation(
            String label, long texts, long abstained, OptionalDouble precision, OptionalDouble recall) {
        public LabelEvaluation {
            Check.notNegative("evaluation.classes.texts", texts);
            Check.isTrue(
                    abstained >= 0 && abstained <= texts,
                    "evaluation.classes.abstained",
                    "must be 0 to " + texts + " texts",
                    abstained);
            precision.ifPresent(share -> Check.fraction("evaluation.classes.precision", share));
            recall.ifPresent(share -> Check.fraction("evaluation.classes.recall", share));
        }
    }

    /** This model with its examples computed by this build. */
    public ClassifierModel withExamples(List<String> texts) {
        ClassifierModel bare =
                new ClassifierModel(createdAt, features, classes, threshold, evaluation, provenance, List.of());
        Classifier classifier = Classifier.of(bare);
        List<Example> computed = texts.stream()
                .map(text -> new Example(text, classifier.classify(text).probabilities()))
                .toList();
        return new ClassifierModel(createdAt, features, classes, threshold, evaluation, provenance, computed);
    }
}
