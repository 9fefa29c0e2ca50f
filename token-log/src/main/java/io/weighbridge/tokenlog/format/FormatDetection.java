package io.weighbridge.tokenlog.format;

import java.io.IOException;
import java.util.Optional;

/**
 * Which format {@code --format auto} chose for a file, and why.
 *
 * @param reason as in "its first line says \"weighbridge-call/1\""
 */
public record FormatDetection(LogFormat format, String reason) {
    /**
     * Looks at the beginning of a file.
     *
     * @throws UnreadableLogException if the file cannot be read or is in no known format
     */
    public static FormatDetection of(LogInput input, ReadOptions options) throws IOException {
        Sample sample = Sample.of(input.log());
        for (LogFormat format : LogFormats.all()) {
            Optional<String> reason = format.recognise(sample, options);
            if (reason.isPresent()) {
                return new FormatDetection(format, reason.get());
            }
        }
        String hint = sample.isJson()
                ? "is JSON of no known format; name one with --format (" + LogFormats.names() + ")"
                : "is in no known format; a table needs --mapping FILE, others --format (" + LogFormats.names() + ")";
        throw new UnreadableLogException(input.log().name(), hint);
    }
}
