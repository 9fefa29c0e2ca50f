package io.weighbridge.tokenlog.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The known formats, in the order in which {@code --format auto} asks them. */
public final class LogFormats {
    private static final List<LogFormat> ALL = List.of(
            new CanonicalFormat(),
            new OutcomesFormat(),
            new LiteLlmFormat(),
            new LangfuseFormat(),
            new HeliconeFormat(),
            new OtelFormat(),
            new OpenAiBatchFormat(),
            new AnthropicBatchFormat(),
            new ProviderUsageFormat(),
            new FocusFormat(),
            new CsvFormat());

    private LogFormats() {}

    public static List<LogFormat> all() {
        return ALL;
    }

    public static Optional<LogFormat> named(String name) {
        return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /** As in "canonical, outcomes, litellm, csv". */
    public static String names() {
        return ALL.stream().map(LogFormat::name).collect(Collectors.joining(", "));
    }
}
