package io.weighbridge.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.cli.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reader of labelled texts, {@code FILE.jsonl[.gz]}: one object a line with {@code prompt} and {@code label}. */
public final class LabelledFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LabelledFile() {}

    /** A text and what it is. Neither is blank. */
    public record Labelled(String prompt, String label) {}

    /** @throws BadInputException at the first line that breaks a rule, naming file, line and field */
    public static List<Labelled> read(Path file) {
        List<Labelled> examples = new ArrayList<>();
        long line = 0;
        try (BufferedReader reader = TextFile.open(file)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (!text.isBlank()) {
                    JsonNode row = parse(file, line, text);
                    examples.add(new Labelled(required(file, line, row, "prompt"), required(file, line, row, "label")));
                }
            }
        } catch (IOException e) {
            throw new BadInputException(file + ":" + (line + 1) + ": cannot be read: " + e.getMessage(), e);
        }
        return examples;
    }

    private static JsonNode parse(Path file, long line, String text) {
        try {
            JsonNode row = JSON.readTree(text);
            if (row == null || !row.isObject()) {
                throw new BadInputException(file + ":" + line + ": must be a JSON object");
            }
            return row;
        } catch (JsonProcessingException e) {
            throw new BadInputException(file + ":" + line + ": must be a JSON object", e);
        }
    }

    private static String required(Path file, long line, JsonNode row, String field) {
        JsonNode value = row.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw Rejected.at(
                    file, line, field, "must be text", value.getNodeType().toString());
        }
        return value.textValue();
    }
}
