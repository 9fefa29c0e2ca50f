package io.weighbridge.cli;

import io.weighbridge.tokenlog.Usd;
import io.weighbridge.tokenlog.privacy.Redaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Kinds of value that several settings have: numbers, durations, amounts, names. */
final class ScalarSettings {
    private static final Pattern DURATION = Pattern.compile("[1-9][0-9]{0,5}(ms|s|m|h)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private ScalarSettings() {}

    static Map<String, String> texts(YamlValue mapping) {
        Map<String, String> texts = new LinkedHashMap<>();
        mapping.entries().forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }

    /** A number that a rule holds for. */
    static double number(YamlValue value, String rule, DoublePredicate holds) {
        return value.parsed(rule, text -> {
            double number = Double.parseDouble(text);
            if (!holds.test(number)) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    static Duration duration(@Nullable YamlValue value, Duration otherwise) {
        return value == null
                ? otherwise
                : value.parsed("must be a duration such as 500ms, 60s or 2m", ScalarSettings::duration);
    }

    static Duration duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text);
    }

    static Usd budget(YamlValue value) {
        Usd budget =
                value.parsed("must be an amount of US dollars such as 25.00", text -> Usd.of(new BigDecimal(text)));
        if (budget.picodollars() <= 0) {
            throw value.wrong("must be more than 0", budget.toString());
        }
        return budget;
    }

    static Redaction redaction(YamlValue value) {
        return value.parsed(
                "must be one of " + Redaction.labels(),
                name -> Redaction.named(name).orElseThrow(() -> new IllegalArgumentException(name)));
    }

    static TextRetention textRetention(YamlValue value) {
        return value.parsed("must be keep, features or none", text -> switch (text) {
            case "keep" -> TextRetention.KEEP;
            case "features" -> TextRetention.FEATURES;
            case "none" -> TextRetention.NONE;
            default -> throw new IllegalArgumentException(text);
        });
    }

    static @Nullable String variable(@Nullable YamlValue value) {
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
