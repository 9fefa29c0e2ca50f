package io.weighbridge.cli;

import io.weighbridge.tokenlog.ModelLimits;
import io.weighbridge.tokenlog.Usd;
import io.weighbridge.tokenlog.privacy.Redaction;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@link Settings}: the file first, then a variable {@code WEIGHBRIDGE_KEY} over each of its keys. */
final class SettingsReader {
    private static final Path DEFAULT_FILE = Path.of("weighbridge.yaml");
    private static final Pattern DURATION = Pattern.compile("[1-9][0-9]{0,5}(ms|s|m|h)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)password=|//[^/@]*:[^/@]*@");
    private static final String LABEL = "label.";
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
            "certificate_days");

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
        return new Settings(
                value("lake", this::lake).orElse(null),
                value("prices", list -> list.list(item -> besideFile(item.text())))
                        .orElse(defaults.prices()),
                value("aliases", SettingsReader::texts).orElse(defaults.aliases()),
                value("incumbents", SettingsReader::texts).orElse(defaults.incumbents()),
                value("candidates", list -> list.list(YamlValue::text)).orElse(defaults.candidates()),
                value("quality_scores", list -> list.list(YamlValue::text)).orElse(defaults.qualityScores()),
                value("tasks", list -> list.list(SettingsReader::taskRule)).orElse(defaults.tasks()),
                value("providers", SettingsReader::providers).orElse(defaults.providers()),
                value("limits", SettingsReader::limits).orElse(defaults.limits()),
                value("budget_usd", SettingsReader::budget).orElse(null),
                value("verifiers", this::verifiers).orElse(defaults.verifiers()),
                value("reuse", this::reuse).orElse(defaults.reuse()),
                value("metrics", this::metrics).orElse(defaults.metrics()),
                value("planning", SettingsReader::planning).orElse(defaults.planning()),
                value("caps_usd", SettingsReader::caps).orElse(defaults.caps()),
                value("text", SettingsReader::textRetention).orElse(defaults.text()),
                value("feature_share", SettingsReader::share).orElse(defaults.featureShare()),
                value("redact", list -> list.list(SettingsReader::redaction)).orElse(defaults.redact()),
                value("database", SettingsReader::database).orElse(null),
                value("cache_hours", hours -> hours.integer(1, 24 * 366)).orElse(defaults.cacheHours()),
                value("prefix_cache_minutes", minutes -> minutes.integer(1, 24 * 60))
                        .orElse(defaults.prefixCacheMinutes()),
                value("batch_tasks", list -> list.list(YamlValue::text)).orElse(defaults.batchTasks()),
                value("hosting", list -> list.list(SettingsReader::hostedModel)).orElse(defaults.hosting()),
                value("anomalies", SettingsReader::anomalies).orElse(defaults.anomalies()),
                value("model_limits", SettingsReader::modelLimits).orElse(defaults.modelLimits()),
                value("certificate_days", days -> days.integer(1, 366)).orElse(defaults.certificateDays()));
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

    private static Map<String, String> texts(YamlValue mapping) {
        Map<String, String> texts = new LinkedHashMap<>();
        mapping.entries().forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }

    private static TaskRule taskRule(YamlValue rule) {
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

    private static Map<String, ProviderSettings> providers(YamlValue mapping) {
        Map<String, ProviderSettings> providers = new LinkedHashMap<>();
        mapping.entries().forEach((name, value) -> providers.put(name, provider(value)));
        return providers;
    }

    private static ProviderSettings provider(YamlValue mapping) {
        Map<String, YamlValue> entries =
                mapping.entries(List.of("base_url", "api_key_env", "models", "api", "batch_discount"));
        YamlValue url = entries.get("base_url");
        if (url == null) {
            throw mapping.wrong("must have a base_url");
        }
        YamlValue models = entries.get("models");
        YamlValue api = entries.get("api");
        YamlValue discount = entries.get("batch_discount");
        return new ProviderSettings(
                url.parsed("must be an http or https URL", SettingsReader::webAddress),
                variable(entries.get("api_key_env")),
                models == null ? List.of() : models.list(YamlValue::text),
                api == null ? ProviderApi.OPENAI : api.parsed("must be openai or anthropic", SettingsReader::api),
                discount == null
                        ? null
                        : discount.parsed("must be a number from 0 to less than 1", SettingsReader::discount));
    }

    private static ProviderApi api(String text) {
        return switch (text) {
            case "openai" -> ProviderApi.OPENAI;
            case "anthropic" -> ProviderApi.ANTHROPIC;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static BigDecimal discount(String text) {
        BigDecimal discount = new BigDecimal(text);
        if (discount.signum() < 0 || discount.compareTo(BigDecimal.ONE) >= 0 || discount.scale() > 6) {
            throw new IllegalArgumentException(text);
        }
        return discount;
    }

    private static URI webAddress(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException(text);
        }
        return uri;
    }

    private static CallLimits limits(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of(
                "concurrency", "requests_per_minute", "tokens_per_minute", "timeout", "attempts", "batch_poll"));
        CallLimits defaults = CallLimits.defaults();
        YamlValue concurrency = entries.get("concurrency");
        YamlValue attempts = entries.get("attempts");
        return new CallLimits(
                concurrency == null ? defaults.concurrency() : concurrency.integer(1, 10_000),
                perMinute(entries.get("requests_per_minute")),
                perMinute(entries.get("tokens_per_minute")),
                duration(entries.get("timeout"), defaults.timeout()),
                attempts == null ? defaults.attempts() : attempts.integer(1, 20),
                duration(entries.get("batch_poll"), defaults.batchPoll()));
    }

    private static AnomalySettings anomalies(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("false_alarms_per_month", "weeks"));
        AnomalySettings defaults = AnomalySettings.defaults();
        YamlValue falseAlarms = entries.get("false_alarms_per_month");
        YamlValue weeks = entries.get("weeks");
        return new AnomalySettings(
                falseAlarms == null ? defaults.falseAlarmsPerMonth() : falseAlarms(falseAlarms),
                weeks == null ? defaults.weeks() : weeks.integer(4, 26));
    }

    private static double falseAlarms(YamlValue value) {
        return value.parsed("must be a number above 0 and at most 30", text -> {
            double number = Double.parseDouble(text);
            if (!(number > 0 && number <= 30)) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    private static OptionalInt perMinute(@Nullable YamlValue value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.integer(1, Integer.MAX_VALUE));
    }

    private static Duration duration(@Nullable YamlValue value, Duration otherwise) {
        return value == null
                ? otherwise
                : value.parsed("must be a duration such as 500ms, 60s or 2m", SettingsReader::duration);
    }

    private static Duration duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text);
    }

    private static Usd budget(YamlValue value) {
        Usd budget =
                value.parsed("must be an amount of US dollars such as 25.00", text -> Usd.of(new BigDecimal(text)));
        if (budget.picodollars() <= 0) {
            throw value.wrong("must be more than 0", budget.toString());
        }
        return budget;
    }

    private Map<String, List<AnswerCheck>> verifiers(YamlValue mapping) {
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
            case "json_schema" -> new AnswerCheck.JsonSchema(besideFile(value.text()));
            case "exact" -> new AnswerCheck.Exact(besideFile(value.text()));
            case "number" -> new AnswerCheck.Number(besideFile(value.text()));
            case "command" ->
                new AnswerCheck.Command(command(value), duration(timeout, AnswerCheck.Command.DEFAULT_TIMEOUT));
            case "min_confidence" ->
                new AnswerCheck.MinConfidence(
                        value.parsed("must be a number above 0 and at most 1", SettingsReader::confidence));
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
            words.set(0, besideFile(words.get(0)).toString());
        }
        return words;
    }

    private static double confidence(String text) {
        double confidence = Double.parseDouble(text);
        if (!(confidence > 0 && confidence <= 1)) {
            throw new IllegalArgumentException(text);
        }
        return confidence;
    }

    private ReuseSettings reuse(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("cache", "templates"));
        YamlValue cache = entries.get("cache");
        YamlValue templates = entries.get("templates");
        return new ReuseSettings(
                cache == null ? null : cache.parsed("must be a duration such as 60m or 24h", SettingsReader::duration),
                templates == null ? null : besideFile(templates.text()));
    }

    private MetricsSettings metrics(YamlValue mapping) {
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
                file == null ? null : besideFile(file.text()));
    }

    private static PlanningSettings planning(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("batch_least", "batch_cancel", "call_time"));
        PlanningSettings defaults = PlanningSettings.defaults();
        return new PlanningSettings(
                duration(entries.get("batch_least"), defaults.batchLeast()),
                duration(entries.get("batch_cancel"), defaults.batchCancel()),
                duration(entries.get("call_time"), defaults.callTime()));
    }

    private static SpendCaps caps(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of("day", "teams", "agents", "models"));
        YamlValue day = entries.get("day");
        return new SpendCaps(
                day == null ? null : budget(day),
                amounts(entries.get("teams")),
                amounts(entries.get("agents")),
                amounts(entries.get("models")));
    }

    private static Map<String, Usd> amounts(@Nullable YamlValue mapping) {
        Map<String, Usd> amounts = new LinkedHashMap<>();
        if (mapping != null) {
            mapping.entries().forEach((name, amount) -> amounts.put(name, budget(amount)));
        }
        return amounts;
    }

    private static Redaction redaction(YamlValue value) {
        return value.parsed(
                "must be one of " + Redaction.labels(),
                name -> Redaction.named(name).orElseThrow(() -> new IllegalArgumentException(name)));
    }

    private static TextRetention textRetention(YamlValue value) {
        return value.parsed("must be keep, features or none", text -> switch (text) {
            case "keep" -> TextRetention.KEEP;
            case "features" -> TextRetention.FEATURES;
            case "none" -> TextRetention.NONE;
            default -> throw new IllegalArgumentException(text);
        });
    }

    private static double share(YamlValue value) {
        return value.parsed("must be a number from 0 to 1", text -> {
            double share = Double.parseDouble(text);
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(text);
            }
            return share;
        });
    }

    private static HostedModel hostedModel(YamlValue mapping) {
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
                        : burst.parsed("must be a number from 1 to 100", SettingsReader::burst));
    }

    private static double burst(String text) {
        double burst = Double.parseDouble(text);
        if (!(burst >= 1 && burst <= 100)) {
            throw new IllegalArgumentException(text);
        }
        return burst;
    }

    private static Map<String, ModelLimits> modelLimits(YamlValue mapping) {
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

    private static DatabaseSettings database(YamlValue value) {
        if (value.isScalar()) {
            return new DatabaseSettings(jdbcUrl(value), null, null);
        }
        Map<String, YamlValue> entries = value.entries(List.of("url", "user_env", "password_env"));
        YamlValue url = entries.get("url");
        if (url == null) {
            throw value.wrong("must have a url");
        }
        return new DatabaseSettings(
                jdbcUrl(url), variable(entries.get("user_env")), variable(entries.get("password_env")));
    }

    private static String jdbcUrl(YamlValue value) {
        String url = value.text();
        if (PASSWORD_IN_URL.matcher(url).find()) {
            throw value.wrong("must not hold a password; name a variable in database.password_env");
        }
        if (!url.startsWith("jdbc:")) {
            throw value.wrong("must be a JDBC URL", url);
        }
        return url;
    }

    private static @Nullable String variable(@Nullable YamlValue value) {
        if (value == null) {
            return null;
        }
        if (!VARIABLE.matcher(value.text()).matches()) {
            // The value is not shown: someone may have put the secret itself here.
            throw value.wrong("must be the name of an environment variable");
        }
        return value.text();
    }
}
