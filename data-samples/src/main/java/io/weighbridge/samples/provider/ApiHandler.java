package io.weighbridge.samples.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One part of an API: checks the key, answers, and writes errors as the API does. */
abstract class ApiHandler implements HttpHandler {
    private final Optional<String> apiKey;
    private final String keyHeader;
    private final String keyPrefix;

    private ApiHandler(ProviderOptions options, String keyHeader, String keyPrefix) {
        this.apiKey = options.apiKey();
        this.keyHeader = keyHeader;
        this.keyPrefix = keyPrefix;
    }

    abstract void respond(HttpExchange exchange) throws IOException;

    abstract byte[] error(RefusedException refused);

    @Override
    public final void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                requireKey(exchange);
                respond(exchange);
            } catch (RefusedException e) {
                exchange.getRequestBody().readAllBytes();
                Exchanges.sendJson(exchange, e.status(), error(e));
            }
        }
    }

    private void requireKey(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst(keyHeader);
        if (apiKey.isPresent() && !(keyPrefix + apiKey.get()).equals(given)) {
            throw new RefusedException(401, "authentication_error", keyHeader + ": must be the key");
        }
    }

    /** The path behind a prefix, without its slash: empty for the collection itself. */
    static String pathBehind(HttpExchange exchange, String prefix) {
        String rest = exchange.getRequestURI().getPath().substring(prefix.length());
        return rest.startsWith("/") ? rest.substring(1) : rest;
    }

    static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> values = new LinkedHashMap<>();
        String query = exchange.getRequestURI().getQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return values;
    }

    static RefusedException notFound(String what) {
        return new RefusedException(404, "not_found_error", what + ": not found");
    }

    static RefusedException wrong(String message) {
        return new RefusedException(400, "invalid_request_error", message);
    }

    /** Sends lines, or breaks off in the middle of them. */
    static void sendLines(HttpExchange exchange, byte[] lines, boolean cut) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/binary");
        exchange.sendResponseHeaders(200, lines.length == 0 ? -1 : lines.length);
        exchange.getResponseBody().write(lines, 0, cut ? lines.length / 2 : lines.length);
    }

    /** A part of OpenAI's API. */
    abstract static class OpenAi extends ApiHandler {
        OpenAi(ProviderOptions options) {
            super(options, "Authorization", "Bearer ");
        }

        @Override
        final byte[] error(RefusedException refused) {
            return ProviderJson.error(refused);
        }
    }

    /** A part of Anthropic's API. */
    abstract static class Anthropic extends ApiHandler {
        Anthropic(ProviderOptions options) {
            super(options, "x-api-key", "");
        }

        static void requireVersion(HttpExchange exchange) {
            @Nullable String version = exchange.getRequestHeaders().getFirst("anthropic-version");
            if (version == null) {
                throw wrong("anthropic-version: header is required");
            }
        }

        @Override
        final byte[] error(RefusedException refused) {
            return ProviderJson.bytes(ProviderJson.anthropicError(refused));
        }
    }
}
