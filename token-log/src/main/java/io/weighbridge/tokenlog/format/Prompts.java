package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prompts beside an outcomes table, by prompt_id; held in memory. Reads prompt_id, task, prompt, cluster_id and
 * contaminated of each line and ignores other keys.
 */
public final class Prompts {
    static final Prompts NONE = new Prompts(Map.of(), List.of());

    private final Map<String, Prompt> byId;
    private final List<Reading.Rejected> rejected;

    private Prompts(Map<String, Prompt> byId, List<Reading.Rejected> rejected) {
        this.byId = byId;
        this.rejected = rejected;
    }

    /**
     * One prompt.
     *
     * @param clusterId prompts that must be kept together; null is the prompt itself
     * @param contaminated whether the models are known to have seen it
     */
    public record Prompt(
            String id,
            @Nullable String task,
            @Nullable String text,
            @Nullable String clusterId,
            boolean contaminated) {}

    /** @throws UnreadableLogException if the file is absent or empty */
    public static Prompts read(LogSource source, ReadOptions options) throws IOException {
        Map<String, Prompt> byId = new HashMap<>();
        List<Reading.Rejected> rejected = new ArrayList<>();
        try (Lines lines = new Lines(source.open(), options.longestRowBytes())) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank()) {
                    continue;
                }
                try {
                    Prompt prompt = prompt(line.orThrow());
                    if (byId.putIfAbsent(prompt.id(), prompt) != null) {
                        throw new InvalidRecordException("prompt_id", "must be there once", prompt.id());
                    }
                } catch (InvalidRecordException e) {
                    rejected.add(Reading.Rejected.of(source.name(), line.number(), e));
                }
            }
        }
        return new Prompts(byId, List.copyOf(rejected));
    }

    /** The prompt of an id, or null. */
    public @Nullable Prompt find(String id) {
        return byId.get(id);
    }

    /** Lines that are no prompts. */
    public List<Reading.Rejected> rejected() {
        return rejected;
    }

    private static Prompt prompt(String line) {
        ObjectNode object = StrictJson.object(line, "row");
        JsonNode id = object.path("prompt_id");
        if (!id.isValueNode() || id.isNull() || id.asText().isBlank()) {
            throw new InvalidRecordException("prompt_id", "is required", "absent");
        }
        return new Prompt(
                id.asText(),
                text(object, "task"),
                text(object, "prompt"),
                text(object, "cluster_id"),
                object.path("contaminated").asBoolean(false));
    }

    private static @Nullable String text(ObjectNode object, String key) {
        JsonNode value = object.path(key);
        return value.isTextual() ? value.textValue() : null;
    }
}
