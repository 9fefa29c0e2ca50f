package io.weighbridge.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The golden file changes only with {@code -Dweighbridge.golden=write}, and then FORMAT.md and the version with it. */
class ClassifierTest {
    private static final Path GOLDEN = Path.of("src/test/resources/classifier-v1.json");
    private static final FeatureSchema SCHEMA =
            FeatureSchema.defaults().withTextBuckets(1 << 8).withMaxPromptBytes(1_000);

    @Test
    void theMostProbableLabelIsSaidUnlessItIsTooUncertain() {
        Classification billing = Classifier.of(words(0.6)).classify("my invoice");
        assertEquals(Optional.of("billing"), billing.label());
        assertEquals(1, billing.probabilities().stream().mapToDouble(p -> p).sum(), 1e-12);
        // e^2 / (e^2 + e^0 + e^0)
        assertEquals(Math.exp(2) / (Math.exp(2) + 2), billing.probability(), 1e-12);

        Classification unknown = Classifier.of(words(0.6)).classify("something else");
        assertEquals(Optional.empty(), unknown.label());
        assertEquals("billing", unknown.mostProbable());
        assertEquals(1 / 3.0, unknown.probability(), 1e-12);
        assertEquals(
                Optional.of("billing"), Classifier.of(words(0)).classify("x").label());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        ClassifierModel model = random(3);
        assertEquals(model, ClassifierJson.fromBytes(ClassifierJson.toBytes(model)));
        assertArrayEquals(ClassifierJson.toBytes(model), ClassifierJson.toBytes(random(3)));
    }

    @Test
    void theGoldenClassifierIsWrittenAndReadAsBefore() throws IOException {
        byte[] bytes = ClassifierJson.toBytes(random(7));
        if ("write".equals(System.getProperty("weighbridge.golden"))) {
            Files.write(GOLDEN, bytes);
        }
        assertArrayEquals(Files.readAllBytes(GOLDEN), bytes);
        assertEquals(random(7), Classifier.load(GOLDEN).model());
        assertTrue(ClassifierJson.id(random(7)).matches("classifier-[0-9a-f]{16}"));
    }

    @Test
    void aChangedTruncatedOrOtherFileIsRefused() {
        String text = new String(ClassifierJson.toBytes(random(3)), US_ASCII);
        assertRefused(text.replace("\"threshold\": 0.5", "\"threshold\": 0.1"), "sha256: the body was changed");
        assertRefused(text.substring(0, text.length() - 9), "the file is truncated");
        assertRefused(
                text.replace("classifier/1", "classifier/2"), "Unsupported classifier format 2; this build reads 1");
        assertRefused(
                new String(PolicyJson.toBytes(Policies.table()), US_ASCII),
                "not a classifier: the file must begin with {\"format\":\"weighbridge-classifier/");
        PolicyFormatException policy =
                assertThrows(PolicyFormatException.class, () -> PolicyJson.fromBytes(text.getBytes(US_ASCII)));
        assertTrue(String.valueOf(policy.getMessage()).startsWith("not a policy"));
    }

    @Test
    void aFileThatThisBuildComputesOtherwiseIsRefused() {
        ClassifierModel model = random(3);
        ClassifierModel.Example wrong = new ClassifierModel.Example("text", List.of(0.5, 0.25, 0.25));
        ClassifierModel lying = new ClassifierModel(
                model.createdAt(),
                model.features(),
                model.classes(),
                model.threshold(),
                model.evaluation(),
                model.provenance(),
                List.of(wrong));
        assertRefused(
                new String(ClassifierJson.toBytes(lying), US_ASCII),
                "examples[0].probabilities: this build computes other probabilities");
    }

    @Test
    void aClassifierNeedsTwoLabelsThatDiffer() {
        ClassifierModel model = random(3);
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> withClasses(model, List.of(model.classes().get(0))));
        assertEquals("classes: must be 2 to 1000, was 1", error.getMessage());
        ClassifierModel.LabelModel twice = model.classes().get(0);
        error = assertThrows(IllegalArgumentException.class, () -> withClasses(model, List.of(twice, twice)));
        assertEquals("classes: must differ in label, was billing", error.getMessage());
        assertFalse(model.examples().isEmpty());
    }

    private static void assertRefused(String file, String message) {
        PolicyFormatException error =
                assertThrows(PolicyFormatException.class, () -> ClassifierJson.fromBytes(file.getBytes(US_ASCII)));
        assertTrue(String.valueOf(error.getMessage()).startsWith(message), error.getMessage());
    }

    private static ClassifierModel withClasses(ClassifierModel model, List<ClassifierModel.LabelModel> classes) {
        return new ClassifierModel(
                model.createdAt(),
                model.features(),
                classes,
                model.threshold(),
                model.evaluation(),
                model.provenance(),
                List.of());
    }

    /** "invoice" speaks for billing, "line" for faults, nothing for sales. */
    private static ClassifierModel words(double threshold) {
        return model(
                List.of(
                        label("billing", only("invoice")),
                        label("fault", only("line")),
                        label("sales", SparseVector.ZERO)),
                threshold);
    }

    private static SparseVector only(String word) {
        SparseVector features = Classifier.features(SCHEMA, word);
        return SparseVector.of(new int[] {features.index(0)}, new double[] {2 * Math.sqrt(textFeatures("my " + word))});
    }

    private static long textFeatures(String text) {
        SparseVector features = Classifier.features(SCHEMA, text);
        long count = 0;
        for (int i = 0; i < features.size(); i++) {
            count += features.index(i) < SCHEMA.textBuckets() ? 1 : 0;
        }
        return count;
    }

    private static ClassifierModel random(long seed) {
        Random random = new Random(seed);
        return model(
                        List.of(
                                label("billing", weights(random)),
                                label("fault \u00FC", weights(random)),
                                label("sales", SparseVector.ZERO)),
                        0.5)
                .withExamples(List.of("", "my invoice is wrong", "\u8BF7 help {x}"));
    }

    private static SparseVector weights(Random random) {
        int[] indices =
                random.ints(0, SCHEMA.dimension()).distinct().limit(40).sorted().toArray();
        double[] values = random.doubles(indices.length, -2, 2).toArray();
        return SparseVector.of(indices, values);
    }

    private static ClassifierModel.LabelModel label(String label, SparseVector weights) {
        return new ClassifierModel.LabelModel(label, new LogisticModel(0, weights));
    }

    private static ClassifierModel model(List<ClassifierModel.LabelModel> classes, double threshold) {
        return new ClassifierModel(
                Instant.parse("2026-11-20T03:00:00Z"),
                SCHEMA,
                classes,
                threshold,
                new ClassifierModel.Evaluation(
                        50,
                        0.9,
                        0.5,
                        0.8,
                        OptionalDouble.of(0.95),
                        List.of(new ClassifierModel.LabelEvaluation(
                                "billing", 25, 3, OptionalDouble.of(0.97), OptionalDouble.empty()))),
                Provenance.of("routing-trainer 0.1.0", 7, null, 250, "none", Map.of("smile", "6.3.0")),
                List.of());
    }
}
