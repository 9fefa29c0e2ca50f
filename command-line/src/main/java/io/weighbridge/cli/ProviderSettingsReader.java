package io.weighbridge.cli;

import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads where things are reached and how fast: {@code providers}, {@code limits}, {@code database}. */
final class ProviderSettingsReader {
    private ProviderSettingsReader() {}

    static Map<String, ProviderSettings> providers(YamlValue mapping) {
        Map<String, ProviderSettings> providers = new LinkedHashMap<>();
        mapping.entries().forEach((name, value) -> providers.put(name, provider(value)));
        return providers;
    }

    private static ProviderSettings provider(YamlValue mapping) {
        Map<String, YamlValue> entries =
                mapping.entries(List.of("base_url", "api_key_env", "models", "api", "batch_discount", "batch_command"));
        YamlValue url = entries.get("base_url");
        if (url == null) {
            throw mapping.wrong("must have a base_url");
        }
        YamlValue models = entries.get("models");
        YamlValue api = entries.get("api");
        YamlValue command = entries.get("batch_command");
        YamlValue discount = entries.get("batch_discount");
        BigDecimal withoutDiscount = command == null ? null : BigDecimal.ZERO;
        return new ProviderSettings(
                url.parsed("must be an http or https URL", ProviderSettingsReader::webAddress),
                ScalarSettings.variable(entries.get("api_key_env")),
                models == null ? List.of() : models.list(YamlValue::text),
                api == null
                        ? ProviderApi.OPENAI
                        : api.parsed("must be openai or anthropic", ProviderSettingsReader::api),
                discount == null
                        ? withoutDiscount
                        : discount.parsed("must be a number from 0 to less than 1", ProviderSettingsReader::discount),
                command == null ? List.of() : batchCommand(command, api));
    }

    private static List<String> batchCommand(YamlValue value, @Nullable YamlValue api) {
        List<String> words = value.list(YamlValue::text);
        for (String file : List.of("{input}", "{output}")) {
            if (words.stream().skip(1).noneMatch(word -> word.contains(file))) {
                throw value.wrong("must have an argument with " + file, String.join(" ", words));
            }
        }
        if (api != null && api.text().equals("anthropic")) {
            throw value.wrong("must not be set for api anthropic: its files have OpenAI's lines");
        }
        return words;
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

    static CallLimits limits(YamlValue mapping) {
        Map<String, YamlValue> entries = mapping.entries(List.of(
                "concurrency", "requests_per_minute", "tokens_per_minute", "timeout", "attempts", "batch_poll"));
        CallLimits defaults = CallLimits.defaults();
        YamlValue concurrency = entries.get("concurrency");
        YamlValue attempts = entries.get("attempts");
        return new CallLimits(
                concurrency == null ? defaults.concurrency() : concurrency.integer(1, 10_000),
                perMinute(entries.get("requests_per_minute")),
                perMinute(entries.get("tokens_per_minute")),
                ScalarSettings.duration(entries.get("timeout"), defaults.timeout()),
                attempts == null ? defaults.attempts() : attempts.integer(1, 20),
                ScalarSettings.duration(entries.get("batch_poll"), defaults.batchPoll()));
    }

    private static OptionalInt perMinute(@Nullable YamlValue value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.integer(1, Integer.MAX_VALUE));
    }

    static DatabaseSettings database(YamlValue value) {
        if (value.isScalar()) {
            return new DatabaseSettings(jdbcUrl(value), null, null);
        }
        Map<String, YamlValue> entries = value.entries(List.of("url", "user_env", "password_env"));
        YamlValue url = entries.get("url");
        if (url == null) {
            throw value.wrong("must have a url");
        }
        return new DatabaseSettings(
                jdbcUrl(url),
                ScalarSettings.variable(entries.get("user_env")),
                ScalarSettings.variable(entries.get("password_env")));
    }

    private static String jdbcUrl(YamlValue value) {
        String url = value.text();
        if (DatabaseSettings.holdsPassword(url)) {
            throw value.wrong("must not hold a password; name a variable in database.password_env");
        }
        if (!url.startsWith("jdbc:")) {
            throw value.wrong("must be a JDBC URL", url);
        }
        return url;
    }
}
