package io.weighbridge.cli;

import io.weighbridge.tokenlog.ModelLimits;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what calls and models are: {@code tasks}, {@code hosting}, {@code anomalies}, {@code model_limits}. */
final class AuditSettingsReader {
    private static final String LABEL = "label.";

    private AuditSettingsReader() {}

    static TaskRule taskRule(YamlValue rule) {
        Map<String, String> labels = new HashMap<>();
        String task = null;
        String application = null;
        Pattern prompt = null;
        for (Map.Entry<String, YamlValue> entry : rule.entries().entrySet()) {
            YamlValue value = entry.getValue();
            switch (entry.getKey()) {
                case "task" -> task = value.text();
                case "application" -> application = value.text();
                case "prompt_matches" -> prompt = value.parsed("must be a regular expression", Pattern::compile);
                default -> {
                    if (!entry.getKey().startsWith(LABEL)) {
                        throw value.wrong(
                                "is no key here, must be one of task, application, label.KEY, prompt_matches");
                    }
                    labels.put(entry.getKey().substring(LABEL.length()), value.text());
                }
            }
        }
        if (task == null || (application == null && labels.isEmpty() && prompt == null)) {
            throw rule.wrong("must have a task and at least one of application, label.KEY, prompt_matches");
        }
        return new TaskRule(task, application, labels, prompt);
    }

    static AnomalySettings anomalies(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("false_alarms_per_month", "weeks"));
        AnomalySettings defaults = AnomalySettings.defaults();
        YamlValue falseAlarms = entries.get("false_alarms_per_month");
        YamlValue weeks = entries.get("weeks");
        return new AnomalySettings(
                falseAlarms == null
                        ? defaults.falseAlarmsPerMonth()
                        : ScalarSettings.number(
                                falseAlarms,
                                "must be a number above 0 and at most 30",
                                number -> number > 0 && number <= 30),
                weeks == null ? defaults.weeks() : weeks.integer(4, 26));
    }

    static HostedModel hostedModel(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("model", "replaces", "burst"));
        YamlValue model = entries.get("model");
        if (model == null) {
            throw mapping.wrong("must have a model");
        }
        YamlValue replaces = entries.get("replaces");
        YamlValue burst = entries.get("burst");
        return new HostedModel(
                model.text(),
                replaces == null ? List.of() : replaces.list(YamlValue::text),
                burst == null
                        ? HostedModel.DEFAULT_BURST
                        : ScalarSettings.number(
                                burst, "must be a number from 1 to 100", number -> number >= 1 && number <= 100));
    }

    static Map<String, ModelLimits> modelLimits(YamlValue mapping) {
        Map<String, ModelLimits> limits = new LinkedHashMap<>();
        mapping.entries().forEach((model, value) -> limits.put(model, limitsOfModel(value)));
        return limits;
    }

    private static ModelLimits limitsOfModel(YamlValue mapping) {
        Map<String, YamlValue> entries =
                mapping.entries(List.of("max_input_tokens", "max_output_tokens", "capabilities", "regions"));
        return new ModelLimits(
                tokens(entries.get("max_input_tokens")),
                tokens(entries.get("max_output_tokens")),
                names(entries.get("capabilities")),
                names(entries.get("regions")));
    }

    private static @Nullable Long tokens(@Nullable YamlValue value) {
        return value == null ? null : (Long) (long) value.integer(1, Integer.MAX_VALUE);
    }

    private static Set<String> names(@Nullable YamlValue list) {
        return list == null ? Set.of() : new TreeSet<>(list.list(YamlValue::text));
    }
}
