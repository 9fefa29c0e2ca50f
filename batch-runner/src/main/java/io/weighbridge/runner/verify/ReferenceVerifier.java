package io.weighbridge.runner.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.runner.replay.Grader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The answer is the item's reference by a grader. An item without a reference passes nothing. */
final class ReferenceVerifier implements Verifier {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Grader grader;
    private final Map<String, String> references;

    private ReferenceVerifier(Grader grader, Map<String, String> references) {
        this.grader = grader;
        this.references = references;
    }

    /** @param file lines of {@code {"custom_id", "reference"}} */
    static ReferenceVerifier of(Grader grader, Path file) {
        Map<String, String> references = new HashMap<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                JsonNode tree = JSON.readTree(line);
                JsonNode reference = tree.path("reference");
                if (!tree.path("custom_id").isTextual() || !reference.isValueNode() || reference.isNull()) {
                    throw new BadInputException(file + ":" + number + ": must have a custom_id and a reference");
                }
                references.put(tree.path("custom_id").textValue(), reference.asText());
            }
        } catch (JsonProcessingException e) {
            throw new BadInputException(file + ":" + number + ": must be a JSON object", e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return new ReferenceVerifier(grader, references);
    }

    @Override
    public Optional<String> problem(Answer answer) {
        String name = grader.name().toLowerCase(Locale.ROOT);
        String reference = references.get(answer.customId());
        if (reference == null) {
            return Optional.of(name + ": there is no reference for this item");
        }
        return grader.passes(answer.text(), reference)
                ? Optional.empty()
                : Optional.of(name + ": is not the reference");
    }
}
