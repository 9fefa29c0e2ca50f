package io.weighbridge.runner.reuse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.runner.provider.Operation;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.TemplateId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Responses to prompts of known shape, from a file of JSON lines (FORMAT.md, "Answers without a call"): of a written skeleton, or of the
 * skeleton whose hash an audit shows. The first that fits counts.
 */
final class TemplateAnswers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EVERYBODY = "*";
    private static final String TEMPLATE_ID = "[0-9a-f]{16}";

    private final Map<String, List<Entry>> byTask;

    /**
     * @param tenant whose items it answers; null for items without a tenant, {@code *} for all
     * @param template null where only the hash of the skeleton is known
     */
    private record Entry(@Nullable String tenant, @Nullable Template template, String templateId, String response) {
        boolean isFor(@Nullable String other) {
            return EVERYBODY.equals(tenant) || (tenant == null ? other == null : tenant.equals(other));
        }

        Optional<String> answer(String prompt) {
            if (template == null) {
                return TemplateId.of(prompt).equals(templateId) ? Optional.of(response) : Optional.empty();
            }
            return template.values(prompt).map(values -> Template.filled(response, values));
        }
    }

    private TemplateAnswers(Map<String, List<Entry>> byTask) {
        this.byTask = byTask;
    }

    static TemplateAnswers none() {
        return new TemplateAnswers(Map.of());
    }

    boolean isNone() {
        return byTask.isEmpty();
    }

    /** @throws BadInputException naming the line that is no template answer */
    static TemplateAnswers read(Path file) {
        Map<String, List<Entry>> byTask = new HashMap<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    JsonNode tree = JSON.readTree(line);
                    byTask.computeIfAbsent(text(tree, "task"), any -> new ArrayList<>())
                            .add(entry(tree));
                }
            }
        } catch (JsonProcessingException e) {
            throw new BadInputException(file + ":" + number + ": must be a JSON object", e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ":" + number + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return new TemplateAnswers(byTask);
    }

    private static Entry entry(JsonNode line) {
        if (line.has("template") == line.has("template_id")) {
            throw new IllegalArgumentException("must have either a template or a template_id");
        }
        String tenant = line.hasNonNull("tenant") ? text(line, "tenant") : null;
        String response = text(line, "response");
        if (line.has("template_id")) {
            String id = text(line, "template_id");
            if (!id.matches(TEMPLATE_ID)) {
                throw new IllegalArgumentException("template_id: must be 16 hexadecimal digits, was " + id);
            }
            return new Entry(tenant, null, id, response);
        }
        Template template;
        try {
            template = new Template(text(line, "template"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("template: " + e.getMessage(), e);
        }
        for (String slot : Template.slotsOf(response)) {
            if (!template.slots().contains(slot)) {
                throw new IllegalArgumentException("response: {" + slot + "} must be a slot of the template");
            }
        }
        return new Entry(tenant, template, "", response);
    }

    private static String text(JsonNode line, String field) {
        JsonNode value = line.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException(field + ": must be text");
        }
        return value.textValue();
    }

    /** The response to an item whose whole prompt is of a template. */
    Optional<String> find(WorkloadItem item) {
        List<Entry> ofTask = byTask.getOrDefault(item.task(), List.of());
        if (ofTask.isEmpty() || item.operation() != Operation.CHAT) {
            return Optional.empty();
        }
        String prompt = item.prompt();
        String tenant = item.attribution().tenant();
        return ofTask.stream()
                .filter(entry -> entry.isFor(tenant))
                .flatMap(entry -> entry.answer(prompt).stream())
                .findFirst();
    }
}
