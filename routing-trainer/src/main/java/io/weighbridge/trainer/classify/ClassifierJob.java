package io.weighbridge.trainer.classify;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.routing.Classification;
import io.weighbridge.routing.Classifier;
import io.weighbridge.routing.ClassifierJson;
import io.weighbridge.routing.ClassifierModel;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.Provenance;
import io.weighbridge.routing.SparseVector;
import io.weighbridge.trainer.data.LabelledFile;
import io.weighbridge.trainer.data.LabelledFile.Labelled;
import io.weighbridge.trainer.data.NearDuplicates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Learns a classifier from labelled texts: near-duplicates dealt together to three parts, Smile's multinomial model fitted
 * on the first, its ridge and the threshold of abstention chosen on the second, what it is worth measured on the third.
 */
public final class ClassifierJob {
    private static final double FIT = 0.6;
    private static final double SELECT = 0.2;
    private static final double[] RIDGES = {0.01, 0.1, 1};
    private static final double LARGEST_DIFFERENCE = 1e-12;
    private static final int LEAST_OF_LABEL = 10;
    private static final List<String> EXAMPLES =
            List.of("", "My line is dead since noon, what now?", "Total: 1,204.50 USD; see https://example.com/a?b=1");
    private static final String SPLIT = "groups of near-duplicates at random; 60 % fit, 20 % select, 20 % evaluate";

    /** Before anything is known. */
    private static final ClassifierModel.Evaluation NOTHING =
            new ClassifierModel.Evaluation(0, 0, 0, 0, OptionalDouble.empty(), List.of());

    private final InstantSource clock;

    public ClassifierJob(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param out where the classifier is written
     * @throws BadInputException if there are fewer than two labels, or fewer than 10 texts of one
     */
    public ClassifierResult run(Path examples, ClassifierOptions options, Path out) throws IOException {
        Instant now = clock.instant();
        List<Labelled> labelled = LabelledFile.read(examples);
        List<String> labels = labels(examples, labelled);
        Parts parts = Parts.of(labelled, options.seed());
        FeatureSchema schema = FeatureSchema.defaults();
        List<SparseVector> features = labelled.parallelStream()
                .map(text -> Classifier.features(schema, text.prompt()))
                .toList();
        Fitted fitted = fitted(labelled, labels, features, parts);
        double difference = difference(now, fitted, schema, labelled, features);
        Classifier undecided = Classifier.of(model(now, schema, fitted, 0, NOTHING, provenance(labelled, options)));
        double threshold = threshold(labelled, parts.select(), undecided, options.targetAccuracy());
        Classifier classifier =
                Classifier.of(model(now, schema, fitted, threshold, NOTHING, provenance(labelled, options)));
        ClassifierModel.Evaluation evaluation = ClassifierEvaluator.of(
                labels,
                IntStream.of(parts.test())
                        .mapToObj(i -> labelled.get(i).label())
                        .toList(),
                IntStream.of(parts.test())
                        .mapToObj(i -> classifier.classify(labelled.get(i).prompt()))
                        .toList(),
                majority(labelled, parts.fit()));
        ClassifierModel model = model(now, schema, fitted, threshold, evaluation, provenance(labelled, options))
                .withExamples(EXAMPLES);
        ClassifierJson.write(model, out);
        return result(model, labels, labelled.size(), parts, fitted.ridge(), difference);
    }

    private record Fitted(MultinomialFit model, double ridge) {}

    /** Numbers of examples. */
    private record Parts(int[] fit, int[] select, int[] test) {
        static Parts of(List<Labelled> labelled, long seed) {
            int[] groups = NearDuplicates.groups(
                    labelled.stream().map(Labelled::prompt).toList());
            double[] position =
                    new SplittableRandom(seed).doubles(groups.length).toArray();
            return new Parts(
                    in(groups, position, 0, FIT),
                    in(groups, position, FIT, FIT + SELECT),
                    in(groups, position, FIT + SELECT, 1));
        }

        private static int[] in(int[] groups, double[] position, double from, double to) {
            return IntStream.range(0, groups.length)
                    .filter(i -> position[groups[i]] >= from && position[groups[i]] < to)
                    .toArray();
        }
    }

    private static List<String> labels(Path file, List<Labelled> labelled) {
        Map<String, Long> counts =
                labelled.stream().collect(Collectors.groupingBy(Labelled::label, TreeMap::new, Collectors.counting()));
        if (counts.size() < 2) {
            throw new BadInputException(file + ": label: must be of at least 2 kinds, was of " + counts.size());
        }
        counts.forEach((label, count) -> {
            if (count < LEAST_OF_LABEL) {
                throw new BadInputException(file + ": label: each must have at least " + LEAST_OF_LABEL + " texts, "
                        + label + " had " + count);
            }
        });
        return List.copyOf(counts.keySet());
    }

    /** The ridge with the least log-loss on the select part. */
    private static Fitted fitted(
            List<Labelled> labelled, List<String> labels, List<SparseVector> features, Parts parts) {
        int[] label =
                labelled.stream().mapToInt(text -> labels.indexOf(text.label())).toArray();
        if (IntStream.of(parts.fit()).map(i -> label[i]).distinct().count() < labels.size()) {
            throw new BadInputException("label: each must have a text in the fit part (" + SPLIT
                    + "); texts that are nearly the same count once");
        }
        List<SparseVector> rows =
                IntStream.of(parts.fit()).mapToObj(features::get).toList();
        int[] truth = IntStream.of(parts.fit()).map(i -> label[i]).toArray();
        @Nullable Fitted best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double ridge : RIDGES) {
            MultinomialFit fit = MultinomialFit.of(labels, rows, truth, ridge);
            double loss = IntStream.of(parts.select())
                    .mapToDouble(i -> -Math.log(Math.max(1e-12, fit.probabilities(features.get(i))[label[i]])))
                    .sum();
            if (best == null || loss < least) {
                best = new Fitted(fit, ridge);
                least = loss;
            }
        }
        return Objects.requireNonNull(best);
    }

    private static double difference(
            Instant now, Fitted fitted, FeatureSchema schema, List<Labelled> labelled, List<SparseVector> features) {
        Classifier exported = Classifier.of(
                model(now, schema, fitted, 0, NOTHING, Provenance.of("check", 0, null, 0, "none", Map.of())));
        double largest = 0;
        for (int i = 0; i < labelled.size(); i++) {
            double[] smile = fitted.model().probabilities(features.get(i));
            List<Double> ours = exported.classify(labelled.get(i).prompt()).probabilities();
            for (int k = 0; k < smile.length; k++) {
                largest = Math.max(largest, Math.abs(smile[k] - ours.get(k)));
            }
        }
        if (!(largest <= LARGEST_DIFFERENCE)) {
            throw new JobFailedException("export: a probability differs from Smile's by " + largest, null);
        }
        return largest;
    }

    /** The least at which what is said of the select part is right often enough; 1 if none is. */
    private static double threshold(List<Labelled> labelled, int[] select, Classifier classifier, double target) {
        record Said(double probability, boolean right) {}
        List<Said> said = new ArrayList<>();
        for (int i : select) {
            Classification of = classifier.classify(labelled.get(i).prompt());
            said.add(new Said(
                    of.probability(), of.mostProbable().equals(labelled.get(i).label())));
        }
        said.sort(Comparator.comparingDouble(Said::probability).reversed());
        double threshold = 1;
        int right = 0;
        for (int i = 0; i < said.size(); i++) {
            right += said.get(i).right() ? 1 : 0;
            boolean isLastOfItsProbability = i + 1 == said.size()
                    || said.get(i + 1).probability() < said.get(i).probability();
            if (isLastOfItsProbability && right >= target * (i + 1)) {
                threshold = said.get(i).probability();
            }
        }
        return threshold;
    }

    private static String majority(List<Labelled> labelled, int[] fit) {
        Map<String, Integer> counts = new TreeMap<>();
        IntStream.of(fit).forEach(i -> counts.merge(labelled.get(i).label(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private static ClassifierModel model(
            Instant createdAt,
            FeatureSchema schema,
            Fitted fitted,
            double threshold,
            ClassifierModel.Evaluation evaluation,
            Provenance provenance) {
        return new ClassifierModel(
                createdAt, schema, fitted.model().export(), threshold, evaluation, provenance, List.of());
    }

    private static Provenance provenance(List<Labelled> labelled, ClassifierOptions options) {
        return Provenance.of(
                "weighbridge routing-trainer 0.1.0",
                options.seed(),
                null,
                labelled.size(),
                "none",
                Map.of(
                        "smile",
                        "6.3.0, multinomial logistic regression, L-BFGS",
                        "split",
                        SPLIT,
                        "near_duplicates",
                        NearDuplicates.METHOD,
                        "target_accuracy",
                        Double.toString(options.targetAccuracy())));
    }

    private static ClassifierResult result(
            ClassifierModel model, List<String> labels, int examples, Parts parts, double ridge, double difference) {
        ClassifierModel.Evaluation evaluation = model.evaluation();
        return new ClassifierResult(
                ClassifierJson.id(model),
                labels,
                examples,
                parts.fit().length,
                parts.select().length,
                ridge,
                model.threshold(),
                difference,
                new ClassifierResult.Evaluation(
                        evaluation.texts(),
                        evaluation.accuracy(),
                        evaluation.majorityAccuracy(),
                        evaluation.coverage(),
                        orNull(evaluation.coveredAccuracy()),
                        evaluation.classes().stream()
                                .map(of -> new ClassifierResult.Label(
                                        of.label(),
                                        of.texts(),
                                        of.abstained(),
                                        orNull(of.precision()),
                                        orNull(of.recall())))
                                .toList()));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
