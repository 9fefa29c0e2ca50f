package io.weighbridge.runner.forecast;

import io.weighbridge.cli.BadInputException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** The text of {@code --deadline}. */
public final class Deadline {
    private static final Pattern FROM_NOW = Pattern.compile("[1-9][0-9]{0,5}[smh]");

    private Deadline() {}

    /**
     * @param from what a time from now is counted from
     * @throws BadInputException if the text is neither a time from now nor an instant
     */
    public static Instant of(String text, Instant from) {
        try {
            return FROM_NOW.matcher(text).matches() ? from.plus(Duration.parse("PT" + text)) : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new BadInputException(
                    "--deadline: must be a time from now such as 6h or 90m, or an instant such as"
                            + " 2026-11-23T06:00:00Z, was " + text,
                    e);
        }
    }
}
