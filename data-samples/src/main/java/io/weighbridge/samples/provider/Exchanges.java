package io.weighbridge.samples.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Sends JSON. */
final class Exchanges {
    private Exchanges() {}

    static void sendJson(HttpExchange exchange, int status, byte[] json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }
}
