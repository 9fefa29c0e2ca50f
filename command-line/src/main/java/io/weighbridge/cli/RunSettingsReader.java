package io.weighbridge.cli;

import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a run does: {@code verifiers}, {@code reuse}, {@code metrics}, {@code planning}, {@code caps_usd}, {@code nightly}. */
final class RunSettingsReader {
    private final Function<String, Path> besideFile;

    /** @param besideFile where a relative path of the settings lies */
    RunSettingsReader(Function<String, Path> besideFile) {
        this.besideFile = besideFile;
    }

    Map<String, List<AnswerCheck>> verifiers(YamlValue mapping) {
        Map<String, List<AnswerCheck>> verifiers = new LinkedHashMap<>();
        mapping.entries().forEach((task, checks) -> verifiers.put(task, answerChecks(checks)));
        return verifiers;
    }

    private List<AnswerCheck> answerChecks(YamlValue list) {
        List<AnswerCheck> checks = list.list(this::answerCheck);
        if (checks.isEmpty()) {
            throw list.wrong("must have a check");
        }
        if (checks.stream().filter(AnswerCheck.Judge.class::isInstance).count() > 1) {
            throw list.wrong("must have one judge at most");
        }
        return checks;
    }

    private AnswerCheck answerCheck(YamlValue check) {
        List<String> kinds = List.of("json_schema", "matches", "exact", "number", "command", "min_confidence", "judge");
        List<String> keys = new ArrayList<>(kinds);
        keys.addAll(List.of("timeout", "criteria"));
        Map<String, YamlValue> entries = check.entries(keys);
        YamlValue timeout = entries.remove("timeout");
        YamlValue criteria = entries.remove("criteria");
        if (entries.size() != 1
                || (timeout != null && !entries.containsKey("command"))
                || (criteria != null && !entries.containsKey("judge"))) {
            throw check.wrong("must have one of " + String.join(", ", kinds)
                    + ", a timeout only with command, and criteria only with judge");
        }
        Map.Entry<String, YamlValue> only = entries.entrySet().iterator().next();
        YamlValue value = only.getValue();
        return switch (only.getKey()) {
            case "json_schema" -> new AnswerCheck.JsonSchema(besideFile.apply(value.text()));
            case "exact" -> new AnswerCheck.Exact(besideFile.apply(value.text()));
            case "number" -> new AnswerCheck.Number(besideFile.apply(value.text()));
            case "command" ->
                new AnswerCheck.Command(
                        command(value), ScalarSettings.duration(timeout, AnswerCheck.Command.DEFAULT_TIMEOUT));
            case "min_confidence" ->
                new AnswerCheck.MinConfidence(ScalarSettings.number(
                        value, "must be a number above 0 and at most 1", share -> share > 0 && share <= 1));
            case "judge" -> new AnswerCheck.Judge(value.text(), criteria == null ? null : criteria.text());
            default -> new AnswerCheck.Matches(value.parsed("must be a regular expression", Pattern::compile));
        };
    }

    /** A program with a slash in its name is a path. */
    private List<String> command(YamlValue value) {
        List<String> words = new ArrayList<>(value.list(YamlValue::text));
        if (words.isEmpty()) {
            throw value.wrong("must name a program");
        }
        if (words.get(0).contains("/")) {
            words.set(0, besideFile.apply(words.get(0)).toString());
        }
        return words;
    }

    ReuseSettings reuse(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("cache", "templates"));
        YamlValue cache = entries.get("cache");
        YamlValue templates = entries.get("templates");
        return new ReuseSettings(
                cache == null ? null : cache.parsed("must be a duration such as 60m or 24h", ScalarSettings::duration),
                templates == null ? null : besideFile.apply(templates.text()));
    }

    MetricsSettings metrics(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("host", "port", "file"));
        YamlValue host = entries.get("host");
        YamlValue port = entries.get("port");
        YamlValue file = entries.get("file");
        if (port == null && file == null) {
            throw mapping.wrong("must have a port or a file");
        }
        return new MetricsSettings(
                host == null ? MetricsSettings.none().host() : host.text(),
                port == null ? null : Integer.valueOf(port.integer(0, 65_535)),
                file == null ? null : besideFile.apply(file.text()));
    }

    static PlanningSettings planning(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("batch_least", "batch_cancel", "call_time"));
        PlanningSettings defaults = PlanningSettings.defaults();
        return new PlanningSettings(
                ScalarSettings.duration(entries.get("batch_least"), defaults.batchLeast()),
                ScalarSettings.duration(entries.get("batch_cancel"), defaults.batchCancel()),
                ScalarSettings.duration(entries.get("call_time"), defaults.callTime()));
    }

    NightlySettings nightly(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("logs", "days", "max_quality_loss", "confidence"));
        NightlySettings defaults = NightlySettings.defaults();
        YamlValue logs = entries.get("logs");
        YamlValue days = entries.get("days");
        YamlValue loss = entries.get("max_quality_loss");
        YamlValue confidence = entries.get("confidence");
        return new NightlySettings(
                logs == null
                        ? defaults.logs()
                        : logs.list(path -> path.text().contains(":/")
                                ? path.text()
                                : besideFile.apply(path.text()).toString()),
                days == null ? defaults.days() : Integer.valueOf(days.integer(1, 3_660)),
                loss == null
                        ? defaults.maxQualityLoss()
                        : ScalarSettings.number(
                                loss, "must be a number from 0 to less than 1", share -> share >= 0 && share < 1),
                confidence == null
                        ? defaults.confidence()
                        : ScalarSettings.number(
                                confidence, "must be a number above 0 and below 1", share -> share > 0 && share < 1));
    }

    static SpendCaps caps(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("day", "tenants", "teams", "agents", "models"));
        YamlValue day = entries.get("day");
        return new SpendCaps(
                day == null ? null : ScalarSettings.budget(day),
                amounts(entries.get("tenants")),
                amounts(entries.get("teams")),
                amounts(entries.get("agents")),
                amounts(entries.get("models")));
    }

    private static Map<String, Usd> amounts(@Nullable YamlValue mapping) {
        Map<String, Usd> amounts = new LinkedHashMap<>();
        if (mapping != null) {
            mapping.entries().forEach((name, amount) -> amounts.put(name, ScalarSettings.budget(amount)));
        }
        return amounts;
    }
}
