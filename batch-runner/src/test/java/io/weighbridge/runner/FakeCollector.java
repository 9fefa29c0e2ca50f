package io.weighbridge.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** Takes OTLP export requests in JSON on the loopback, or answers as it is told. */
final class FakeCollector implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final IntUnaryOperator statusOf;
    private final AtomicInteger posts = new AtomicInteger();
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    private FakeCollector(HttpServer server, IntUnaryOperator statusOf) {
        this.server = server;
        this.statusOf = statusOf;
    }

    /** @param statusOf the n-th post, from 1 */
    static FakeCollector start(IntUnaryOperator statusOf) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        FakeCollector collector = new FakeCollector(server, statusOf);
        server.createContext("/v1/traces", collector::handle);
        server.start();
        return collector;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int posts() {
        return posts.get();
    }

    /** The header x-key of every post. */
    List<String> keys() {
        return keys;
    }

    /** All spans of the posts that were taken, in order. */
    List<JsonNode> spans() {
        List<JsonNode> spans = new ArrayList<>();
        for (JsonNode export : taken) {
            for (JsonNode resource : export.path("resourceSpans")) {
                resource.at("/scopeSpans/0/spans").forEach(spans::add);
            }
        }
        return spans;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode export = JSON.readTree(exchange.getRequestBody());
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-key")));
            int status = statusOf.applyAsInt(posts.incrementAndGet());
            if (status == 200) {
                taken.add(export);
            }
            exchange.getResponseHeaders().set("Retry-After", "0");
            byte[] reply = "{\"partialSuccess\":{\"rejectedSpans\":\"2\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
