package io.weighbridge.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@link Settings}: the file first, then a variable {@code WEIGHBRIDGE_KEY} over each of its keys. */
final class SettingsReader {
    private static final Path DEFAULT_FILE = Path.of("weighbridge.yaml");
    private static final List<String> KEYS = List.of(
            "lake",
            "prices",
            "aliases",
            "incumbents",
            "candidates",
            "quality_scores",
            "tasks",
            "providers",
            "limits",
            "budget_usd",
            "verifiers",
            "reuse",
            "metrics",
            "planning",
            "caps_usd",
            "text",
            "feature_share",
            "redact",
            "database",
            "cache_hours",
            "prefix_cache_minutes",
            "batch_tasks",
            "hosting",
            "anomalies",
            "model_limits",
            "certificate_days",
            "nightly");

    private final @Nullable Path file;
    private final Map<String, String> environment;
    private final Map<String, YamlValue> values = new HashMap<>();

    SettingsReader(@Nullable Path file, Map<String, String> environment) {
        this.file = file == null ? chosenByEnvironment(environment) : file;
        this.environment = environment;
    }

    Settings read() {
        readFile();
        readEnvironment();
        values.values().removeIf(YamlValue::isEmpty);
        Settings defaults = Settings.defaults();
        RunSettingsReader ofRuns = new RunSettingsReader(this::besideFile);
        return new Settings(
                value("lake", this::lake).orElse(null),
                value("prices", list -> list.list(item -> besideFile(item.text())))
                        .orElse(defaults.prices()),
                value("aliases", ScalarSettings::texts).orElse(defaults.aliases()),
                value("incumbents", ScalarSettings::texts).orElse(defaults.incumbents()),
                value("candidates", list -> list.list(YamlValue::text)).orElse(defaults.candidates()),
                value("quality_scores", list -> list.list(YamlValue::text)).orElse(defaults.qualityScores()),
                value("tasks", list -> list.list(AuditSettingsReader::taskRule)).orElse(defaults.tasks()),
                value("providers", ProviderSettingsReader::providers).orElse(defaults.providers()),
                value("limits", ProviderSettingsReader::limits).orElse(defaults.limits()),
                value("budget_usd", ScalarSettings::budget).orElse(null),
                value("verifiers", ofRuns::verifiers).orElse(defaults.verifiers()),
                value("reuse", ofRuns::reuse).orElse(defaults.reuse()),
                value("metrics", ofRuns::metrics).orElse(defaults.metrics()),
                value("planning", RunSettingsReader::planning).orElse(defaults.planning()),
                value("caps_usd", RunSettingsReader::caps).orElse(defaults.caps()),
                value("text", ScalarSettings::textRetention).orElse(defaults.text()),
                value("feature_share", SettingsReader::share).orElse(defaults.featureShare()),
                value("redact", list -> list.list(ScalarSettings::redaction)).orElse(defaults.redact()),
                value("database", ProviderSettingsReader::database).orElse(null),
                value("cache_hours", hours -> hours.integer(1, 24 * 366)).orElse(defaults.cacheHours()),
                value("prefix_cache_minutes", minutes -> minutes.integer(1, 24 * 60))
                        .orElse(defaults.prefixCacheMinutes()),
                value("batch_tasks", list -> list.list(YamlValue::text)).orElse(defaults.batchTasks()),
                value("hosting", list -> list.list(AuditSettingsReader::hostedModel))
                        .orElse(defaults.hosting()),
                value("anomalies", AuditSettingsReader::anomalies).orElse(defaults.anomalies()),
                value("model_limits", AuditSettingsReader::modelLimits).orElse(defaults.modelLimits()),
                value("certificate_days", days -> days.integer(1, 366)).orElse(defaults.certificateDays()),
                value("nightly", ofRuns::nightly).orElse(defaults.nightly()));
    }

    private static @Nullable Path chosenByEnvironment(Map<String, String> environment) {
        String named = environment.get("WEIGHBRIDGE_CONFIG");
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        return Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
    }

    private void readFile() {
        if (file == null) {
            return;
        }
        YamlValue whole = YamlValue.parse(file.toString(), "", contents(file));
        if (whole != null) {
            values.putAll(whole.entries(KEYS));
        }
    }

    private static String contents(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + ": must be UTF-8 text", e);
        } catch (IOException e) {
            throw new BadInputException(
                    file + ": cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private void readEnvironment() {
        for (String key : KEYS) {
            String variable = "WEIGHBRIDGE_" + key.toUpperCase(Locale.ROOT);
            String text = environment.get(variable);
            YamlValue value = text == null ? null : YamlValue.parse(variable, key, text);
            if (value != null) {
                values.put(key, value);
            }
        }
    }

    private <T> Optional<T> value(String key, Function<YamlValue, T> read) {
        return Optional.ofNullable(values.get(key)).map(read);
    }

    private String lake(YamlValue value) {
        String lake = value.text();
        return lake.contains(":/") ? lake : besideFile(lake).toString();
    }

    /** A relative path counts from the folder of the file, so that it means the same from everywhere. */
    private Path besideFile(String path) {
        return file == null ? Path.of(path) : file.resolveSibling(path);
    }

    private static double share(YamlValue value) {
        return ScalarSettings.number(value, "must be a number from 0 to 1", share -> share >= 0 && share <= 1);
    }
}
