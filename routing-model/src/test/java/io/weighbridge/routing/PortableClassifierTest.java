package io.weighbridge.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.routing.json.JsonWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ports agree with this library on every label and probability, to the bit. */
class PortableClassifierTest {
    private static final Path GOLDEN = Path.of("src/test/resources/classifier-v1.json");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Port.class)
    void labelsAndProbabilitiesAreEqualToTheBit(Port port) throws Exception {
        List<String> texts = texts();
        Path textsFile = Files.writeString(directory.resolve("texts.json"), json(texts));
        Classifier classifier = Classifier.load(GOLDEN);
        List<String> expected =
                texts.stream().map(text -> line(classifier.classify(text))).toList();
        assertEquals(
                expected,
                port.check("check_classifier", GOLDEN, textsFile).lines().toList());
        assertTrue(expected.stream().anyMatch(line -> line.startsWith("- ")), "some abstain");
        assertTrue(expected.stream().anyMatch(line -> !line.startsWith("- ")), "some are certain enough");
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void aClassifierIsAskedFromAShell(Port port) throws Exception {
        String output = port.run(GOLDEN);
        assertTrue(output.startsWith("{\"label\":"), output);
        assertTrue(output.contains(ClassifierJson.id(Classifier.load(GOLDEN).model())), output);
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void aChangedClassifierIsRefused(Port port) throws Exception {
        String text = Files.readString(GOLDEN, US_ASCII);
        assertRefused(port, text.replace("\"threshold\": 0.5", "\"threshold\": 0.1"), "sha256: the body was changed");
        assertRefused(port, text.replace("classifier/1", "classifier/2"), "Unsupported classifier format 2;");
        assertRefused(port, text.substring(0, 2_000), "the file is truncated");
        assertRefused(port, Files.readString(Path.of("src/test/resources/policy-v1.json")), "not a classifier");
        String body = text.substring(text.indexOf("\"classifier\":") + "\"classifier\":".length(), text.length() - 2);
        assertRefused(
                port,
                sealed(body.replaceFirst("\"probabilities\": \\[[0-9.]+", "\"probabilities\": [0.5")),
                "examples[0]");
        assertRefused(
                port, sealed(body.replaceFirst("\"weights\": \\[[-0-9.]+", "\"weights\": [1e999")), "must be finite");
    }

    private void assertRefused(Port port, String classifier, String message) throws Exception {
        Path file = Files.writeString(directory.resolve("bad.json"), classifier);
        String output = port.run(file);
        assertTrue(output.contains(message), output);
    }

    private static String sealed(String body) {
        return new String(Envelope.seal(Envelope.Kind.CLASSIFIER, body.getBytes(US_ASCII)), US_ASCII);
    }

    private static String line(Classification said) {
        String probabilities =
                said.probabilities().stream().map(PortableClassifierTest::bits).collect(Collectors.joining(","));
        return String.join(" ", said.label().orElse("-"), said.mostProbable(), bits(said.probability()), probabilities);
    }

    private static String bits(double value) {
        return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
    }

    private static List<String> texts() {
        Random random = new Random(11);
        return Stream.generate(() -> OddPrompts.prompt(random)).limit(300).toList();
    }

    private static String json(List<String> texts) {
        JsonWriter json = new JsonWriter().beginArray();
        texts.forEach(text -> json.element().string(text));
        return json.endArray().toString();
    }
}
