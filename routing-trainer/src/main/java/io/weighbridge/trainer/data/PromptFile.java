package io.weighbridge.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.cli.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reader of {@code prompts.jsonl[.gz]}: one object a line with {@code prompt_id}, {@code prompt} and, where known,
 * {@code task}, {@code dataset} and {@code contaminated}.
 */
public final class PromptFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PromptFile() {}

    /**
     * What the file held.
     *
     * @param dataset name the first line gives to its data set, empty where it gives none
     * @param contaminated prompts left out because the file marks them as contaminated
     */
    public record Prompts(List<Prompt> prompts, String dataset, int contaminated) {
        public Prompts {
            prompts = List.copyOf(prompts);
        }
    }

    /** @throws BadInputException at the first line that breaks a rule, naming file, line and field */
    public static Prompts read(Path file) {
        List<Prompt> prompts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String dataset = "";
        int contaminated = 0;
        long line = 0;
        try (BufferedReader reader = TextFile.open(file)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (text.isBlank()) {
                    continue;
                }
                JsonNode row = parse(file, line, text);
                if (dataset.isEmpty()) {
                    dataset = row.path("dataset").asText("");
                }
                String id = required(file, line, row, "prompt_id");
                if (!seen.add(id)) {
                    throw Rejected.at(file, line, "prompt_id", "must be unique", id);
                }
                if (row.path("contaminated").asBoolean(false)) {
                    contaminated++;
                    continue;
                }
                prompts.add(new Prompt(id, task(row), required(file, line, row, "prompt")));
            }
        } catch (IOException e) {
            throw new BadInputException(file + ":" + (line + 1) + ": cannot be read: " + e.getMessage(), e);
        }
        if (prompts.isEmpty()) {
            throw new BadInputException(file + ": must hold at least one prompt that is not contaminated, was 0 of "
                    + (prompts.size() + contaminated));
        }
        return new Prompts(prompts, dataset, contaminated);
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

    private static String task(JsonNode row) {
        String task = row.path("task").asText("");
        return task.isBlank() ? Prompt.UNNAMED_TASK : task;
    }

    private static String required(Path file, long line, JsonNode row, String field) {
        JsonNode value = row.path(field);
        if (value.isNumber() && field.equals("prompt_id")) {
            return value.asText();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw Rejected.at(
                    file, line, field, "must be text", value.getNodeType().toString());
        }
        return value.textValue();
    }
}
