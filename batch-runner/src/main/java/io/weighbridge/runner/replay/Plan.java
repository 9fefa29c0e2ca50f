package io.weighbridge.runner.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.tokenlog.Decision;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ObjIntConsumer;

/**
 * What a replay needs to know of its plan beside the requests.
 *
 * @param models that it asks
 * @param customIds of its requests, in their order
 * @param unitOf the unit that each request asks about again, by custom_id
 */
public record Plan(Set<String> models, Set<String> customIds, Map<String, String> unitOf) {
    /** Each request goes to the model that the plan names. */
    public static final Routing ROUTING = item -> new Decision(
            Decision.REPLAY, item.requestedModel(), 1, "named by the plan", List.of(item.requestedModel()));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws BadInputException naming file and line if the plan or its draws are none */
    public static Plan read(Path file) {
        Set<String> models = new TreeSet<>();
        Set<String> customIds = new LinkedHashSet<>();
        Map<String, String> units = new HashMap<>();
        lines(file, (line, number) -> {
            models.add(text(line.path("body").path("model"), file, number, "body.model"));
            customIds.add(text(line.path("custom_id"), file, number, "custom_id"));
        });
        String name = file.toAbsolutePath().getFileName().toString();
        Path draws = file.toAbsolutePath().resolveSibling(name.replaceFirst("(\\.jsonl)?$", ".draws.jsonl"));
        lines(draws, (line, number) -> {
            if (line.path("custom_id").isTextual()) {
                units.put(line.path("custom_id").textValue(), text(line.path("unit_id"), draws, number, "unit_id"));
            }
        });
        return new Plan(models, customIds, units);
    }

    /** The references of a file of {@code {"unit_id", "reference"}}, by unit. */
    static Map<String, String> references(Path file) {
        Map<String, String> references = new HashMap<>();
        lines(file, (line, number) -> {
            String unit = text(line.path("unit_id"), file, number, "unit_id");
            JsonNode reference = line.path("reference");
            if (!reference.isValueNode() || reference.isNull()) {
                throw new BadInputException(file + ":" + number + ": reference: must be text or a number");
            }
            if (references.putIfAbsent(unit, reference.asText()) != null) {
                throw new BadInputException(file + ":" + number + ": unit_id: must appear once, was " + unit);
            }
        });
        return references;
    }

    private static String text(JsonNode value, Path file, int line, String field) {
        if (!value.isTextual()) {
            throw new BadInputException(file + ":" + line + ": " + field + ": must be text");
        }
        return value.textValue();
    }

    private static void lines(Path file, ObjIntConsumer<JsonNode> consumer) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    consumer.accept(parsed(file, number, line), number);
                }
            }
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode parsed(Path file, int number, String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new BadInputException(file + ":" + number + ": must be a JSON object", e);
        }
    }
}
