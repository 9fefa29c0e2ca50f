package io.weighbridge.audit.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.Usd;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON lines {@code {"custom_id", "score", "cost_usd"}}: how good each answer of a plan was, and what it cost if that is known. */
final class Scores {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Score> scores = new HashMap<>();

    private Scores() {}

    /** @param score in [0, 1] */
    record Score(double score, @Nullable Usd cost) {}

    /** @throws BadInputException naming file, line, field, rule and value */
    static Scores read(Path file) {
        Scores read = new Scores();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    read.add(file + ":" + number + ": ", line);
                }
            }
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return read;
    }

    @Nullable
    Score of(String customId) {
        return scores.get(customId);
    }

    private void add(String place, String line) {
        JsonNode row;
        try {
            row = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new BadInputException(place + "must be a JSON object", e);
        }
        JsonNode id = row.path("custom_id");
        JsonNode score = row.path("score");
        if (!id.isTextual()) {
            throw new BadInputException(place + "custom_id: must be text, was " + id.getNodeType());
        }
        if (!score.isNumber() || !(score.doubleValue() >= 0 && score.doubleValue() <= 1)) {
            throw new BadInputException(place + "score: must be a number in [0, 1]; give a failed answer 0");
        }
        if (scores.putIfAbsent(id.textValue(), new Score(score.doubleValue(), cost(place, row.path("cost_usd"))))
                != null) {
            throw new BadInputException(place + "custom_id: must appear once, was " + id.textValue());
        }
    }

    private static @Nullable Usd cost(String place, JsonNode cost) {
        if (cost.isMissingNode() || cost.isNull()) {
            return null;
        }
        try {
            Usd usd = Usd.parse(cost.asText());
            if (usd.picodollars() >= 0) {
                return usd;
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            // Refused below, with what was given.
        }
        throw new BadInputException(place + "cost_usd: must be an amount of US dollars, was " + cost);
    }
}
