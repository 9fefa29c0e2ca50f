package io.weighbridge.trainer.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.routing.Classifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierJobTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:15:30Z"));
    private static final Map<String, String[]> WORDS = Map.of(
            "billing", new String[] {"invoice", "refund", "charged", "payment"},
            "fault", new String[] {"dead", "outage", "broken", "router"},
            "sales", new String[] {"upgrade", "offer", "contract", "buy"});
    private static final String[] FILLER = {
        "please", "today", "my", "the", "since", "help", "with", "about", "again", "need", "could", "when", "why", "new"
    };

    @TempDir
    private Path directory;

    @Test
    void aClearTextIsClassifiedAndAnUnclearOneIsNot() throws IOException {
        ClassifierResult result = train(texts(List.of("billing", "fault", "sales"), 1_500, 0.2, 1), 0.95);

        ClassifierResult.Evaluation evaluation = result.evaluation();
        assertEquals(1_500, result.fit() + result.select() + evaluation.texts());
        // A fifth of the texts has no telling word: a third of those can be guessed.
        assertEquals(0.2 / 3 + 0.8, evaluation.accuracy(), 0.06);
        assertEquals(1 / 3.0, evaluation.majorityAccuracy(), 0.08);
        assertEquals(0.82, evaluation.coverage(), 0.08);
        assertTrue(Objects.requireNonNull(evaluation.coveredAccuracy()) >= 0.92, evaluation.toString());
        assertEquals(3, evaluation.classes().size());
        Classifier classifier = Classifier.load(directory.resolve("classifier.json"));
        assertEquals(
                Optional.of("fault"),
                classifier.classify("the router is dead again").label());
        assertEquals(Optional.empty(), classifier.classify("please help today").label());
    }

    @Test
    void exportedProbabilitiesEqualSmiles() throws IOException {
        assertTrue(train(texts(List.of("billing", "fault", "sales"), 400, 0.3, 2), 0.9)
                        .smileDifference()
                <= 1e-12);
        assertTrue(train(texts(List.of("billing", "sales"), 300, 0.3, 3), 0.9).smileDifference() <= 1e-12);
    }

    @Test
    void labelsWithoutSignalAreNotSaid() throws IOException {
        ClassifierResult result = train(texts(List.of("billing", "fault", "sales"), 900, 1, 4), 0.95);

        assertEquals(1 / 3.0, result.evaluation().accuracy(), 0.12);
        assertTrue(result.evaluation().coverage() < 0.05, result.evaluation().toString());
    }

    @Test
    void oneSeedGivesTheSameBytes() throws IOException {
        List<String> texts = texts(List.of("billing", "sales"), 200, 0.2, 5);
        train(texts, 0.9);
        byte[] first = Files.readAllBytes(directory.resolve("classifier.json"));
        train(texts, 0.9);
        assertArrayEquals(first, Files.readAllBytes(directory.resolve("classifier.json")));
    }

    @Test
    void brokenLinesAndRareLabelsAreNamed() throws IOException {
        assertMessage(
                List.of("{\"prompt\":\"a\",\"label\":\"b\"}", "{\"prompt\":\"a\"}"),
                ":2: label: must be text, was MISSING");
        assertMessage(List.of("{\"prompt\":\"a\",\"label\":\"b\"}"), ": label: must be of at least 2 kinds, was of 1");
        List<String> few = new ArrayList<>(texts(List.of("billing"), 30, 0, 6));
        few.addAll(texts(List.of("sales"), 9, 0, 7));
        assertMessage(few, ": label: each must have at least 10 texts, sales had 9");
    }

    private void assertMessage(List<String> lines, String end) {
        BadInputException error = assertThrows(BadInputException.class, () -> train(lines, 0.9));
        assertTrue(String.valueOf(error.getMessage()).endsWith(end), error.getMessage());
    }

    private ClassifierResult train(List<String> lines, double target) throws IOException {
        Path examples = Files.write(directory.resolve("examples.jsonl"), lines);
        return new ClassifierJob(CLOCK)
                .run(examples, new ClassifierOptions(target, 0), directory.resolve("classifier.json"));
    }

    /** Texts of filler and one telling word of their label; a share of them without it. */
    private static List<String> texts(List<String> labels, int count, double unclear, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String label = labels.get(i % labels.size());
            List<String> words = new ArrayList<>();
            for (int w = 0; w < 7; w++) {
                words.add(FILLER[random.nextInt(FILLER.length)]);
            }
            if (random.nextDouble() >= unclear) {
                String[] telling = Objects.requireNonNull(WORDS.get(label));
                words.set(random.nextInt(7), telling[random.nextInt(telling.length)]);
            }
            Map<String, String> line = new LinkedHashMap<>();
            line.put("prompt", String.join(" ", words));
            line.put("label", label);
            lines.add(JsonOutput.line(line));
        }
        return lines;
    }
}
