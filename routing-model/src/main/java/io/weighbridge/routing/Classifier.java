package io.weighbridge.routing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says which label a text has, or abstains. Thread-safe; load once and share.
 *
 * <pre>{@code
 * Classifier intents = Classifier.load(Path.of("intents.json"));
 * String intent = intents.classify("Why was I charged twice?").label().orElse("ask a person");
 * }</pre>
 */
public final class Classifier {
    /** Features cross words with a task; all texts of classifiers are of this one. */
    private static final String TASK = "classify";

    private final ClassifierModel model;
    private final FeatureExtractor extractor;

    private Classifier(ClassifierModel model) {
        this.model = model;
        this.extractor = FeatureExtractor.of(model.features());
    }

    public static Classifier of(ClassifierModel model) {
        return new Classifier(model);
    }

    /** @throws PolicyFormatException if the file is not an intact classifier that this build reproduces to the bit */
    public static Classifier load(Path file) throws IOException {
        return of(ClassifierJson.read(file));
    }

    /** As {@link #load(Path)}; reads the stream to its end and does not close it. */
    public static Classifier load(InputStream file) throws IOException {
        return of(ClassifierJson.read(file));
    }

    public ClassifierModel model() {
        return model;
    }

    /** What the models of a classifier with this schema see of a text. */
    public static SparseVector features(FeatureSchema schema, String text) {
        return FeatureExtractor.of(schema).extract(RoutingRequest.of(TASK, text));
    }

    /** The label of a text; of equally probable ones the first. */
    public Classification classify(String text) {
        SparseVector features = extractor.extract(RoutingRequest.of(TASK, text));
        double[] logits = new double[model.classes().size()];
        int best = 0;
        for (int k = 0; k < logits.length; k++) {
            logits[k] = model.classes().get(k).model().logOdds(features);
            best = logits[k] > logits[best] ? k : best;
        }
        List<Double> probabilities = softmax(logits, logits[best]);
        String label = model.classes().get(best).label();
        double probability = probabilities.get(best);
        Optional<String> said = probability >= model.threshold() ? Optional.of(label) : Optional.empty();
        return new Classification(said, label, probability, probabilities);
    }

    private static List<Double> softmax(double[] logits, double largest) {
        double[] powers = new double[logits.length];
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            powers[k] = PortableMath.exp(logits[k] - largest);
            sum += powers[k];
        }
        List<Double> probabilities = new ArrayList<>(logits.length);
        for (double power : powers) {
            probabilities.add(power / sum);
        }
        return probabilities;
    }
}
