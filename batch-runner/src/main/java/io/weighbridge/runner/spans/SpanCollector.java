package io.weighbridge.runner.spans;

import io.weighbridge.cli.BadInputException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest.Builder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A collector of spans that is reached by OTLP/HTTP, in JSON, as OpenTelemetry's environment variables name it.
 *
 * @param traces where export requests are posted
 * @param headers of every request; their values are secrets
 * @param timeout of a request
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OTLP exporter configuration</a>
 */
public record SpanCollector(URI traces, Map<String, String> headers, Duration timeout) {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
    private static final String TRACES_HEADERS = "OTEL_EXPORTER_OTLP_TRACES_HEADERS";
    private static final String TIMEOUT = "OTEL_EXPORTER_OTLP_TIMEOUT";
    private static final String PATH = "/v1/traces";

    public SpanCollector {
        headers = Map.copyOf(headers);
    }

    /**
     * The collector that the environment names; empty where it names none, or switches the exporting of spans off.
     *
     * @throws BadInputException naming the variable that is not what it should be
     */
    public static Optional<SpanCollector> of(Map<String, String> environment) {
        if ("true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))
                || "none".equals(environment.get("OTEL_TRACES_EXPORTER"))) {
            return Optional.empty();
        }
        String traces = given(environment, TRACES_ENDPOINT);
        if (traces != null) {
            return Optional.of(at(TRACES_ENDPOINT, traces, environment));
        }
        String base = given(environment, ENDPOINT);
        return base == null ? Optional.empty() : Optional.of(at(ENDPOINT, withPath(base), environment));
    }

    /**
     * A collector at a base URL, with the headers and the timeout that the environment names.
     *
     * @param named where the URL comes from, for messages
     */
    public static SpanCollector atBase(String named, String url, Map<String, String> environment) {
        return at(named, url.endsWith(PATH) ? url : withPath(url), environment);
    }

    private static String withPath(String base) {
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH;
    }

    private static SpanCollector at(String named, String url, Map<String, String> environment) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(named + ": must be a URL", e);
        }
        boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!isHttp || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new BadInputException(named + ": must be http:// or https:// with a host and without a user");
        }
        String variable = given(environment, TRACES_HEADERS) == null ? HEADERS : TRACES_HEADERS;
        return new SpanCollector(uri, headers(variable, given(environment, variable), uri), timeout(environment));
    }

    /** Pairs of name and percent-encoded value, as in W3C baggage. */
    private static Map<String, String> headers(String variable, @Nullable String text, URI uri) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (text == null) {
            return headers;
        }
        Builder check = HttpRequest.newBuilder(uri);
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            try {
                String name = pair.substring(0, equals).strip();
                String value = pair.substring(equals + 1).strip().replace("+", "%2B");
                headers.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
                check.header(name, headers.getOrDefault(name, ""));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                // The cause would show the value, which may be a key.
                throw new BadInputException(variable + ": must be name=value, by commas, with percent-encoded values");
            }
        }
        return headers;
    }

    private static Duration timeout(Map<String, String> environment) {
        String text = given(environment, TIMEOUT);
        if (text == null) {
            return Duration.ofSeconds(10);
        }
        try {
            long millis = Long.parseLong(text);
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            throw new BadInputException(TIMEOUT + ": must be milliseconds, was " + text, e);
        }
        throw new BadInputException(TIMEOUT + ": must be milliseconds, was " + text);
    }

    private static @Nullable String given(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    HttpRequest request(String body) {
        Builder request = HttpRequest.newBuilder(traces)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        headers.forEach(request::setHeader);
        return request.build();
    }

    /** Without the headers' values. */
    @Override
    public String toString() {
        return traces.toString();
    }
}
