package io.weighbridge.samples.provider;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts of a multipart/form-data body (RFC 7578) by name. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("multipart/form-data;\\s*boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("(?i)content-disposition:[^\r\n]*[; ]name=\"([^\"]*)\"");

    private Multipart() {}

    static Map<String, byte[]> read(@Nullable String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!boundary.matches()) {
            throw ApiHandler.wrong("Content-Type: must be multipart/form-data with a boundary");
        }
        // A character for every byte, so that places in the text are places in the body.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + boundary.group(1);
        Map<String, byte[]> parts = new HashMap<>();
        int start = text.indexOf(delimiter);
        while (start >= 0) {
            int end = text.indexOf("\r\n" + delimiter, start);
            int content = text.indexOf("\r\n\r\n", start);
            if (end < 0 || content < 0 || content > end) {
                break;
            }
            Matcher name = NAME.matcher(text.substring(start, content));
            if (name.find()) {
                parts.put(name.group(1), text.substring(content + 4, end).getBytes(StandardCharsets.ISO_8859_1));
            }
            start = end + 2;
        }
        return parts;
    }

    static @Nullable String text(Map<String, byte[]> parts, String name) {
        byte[] value = parts.get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
