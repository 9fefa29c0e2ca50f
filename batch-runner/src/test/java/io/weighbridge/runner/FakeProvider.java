package io.weighbridge.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider that does what the test says: a behaviour for every arrival of every prompt. */
final class FakeProvider implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> arrivals = new ConcurrentHashMap<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final Script script;
    private final Voice voice;

    /** What happens when a prompt comes for the n-th time, from 1. */
    interface Script {
        Behaviour of(String prompt, int arrival);
    }

    enum Behaviour {
        ANSWER,
        ANSWER_WITHOUT_USAGE,
        TOO_MANY_REQUESTS,
        SERVER_ERROR,
        SILENCE,
        CUT_CONNECTION,
        MALFORMED_JSON,
        BAD_REQUEST,
        WRONG_KEY
    }

    /** What an answer says. */
    interface Voice {
        String say(String model, String prompt);
    }

    private FakeProvider(HttpServer server, Script script, Voice voice) {
        this.server = server;
        this.script = script;
        this.voice = voice;
    }

    static FakeProvider start(Script script) throws IOException {
        return start(script, (model, prompt) -> "done");
    }

    static FakeProvider start(Script script, Voice voice) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        FakeProvider provider = new FakeProvider(server, script, voice);
        server.createContext("/v1/chat/completions", provider::handle);
        server.setExecutor(provider.workers);
        server.start();
        return provider;
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** How often the prompt came. */
    int arrivals(String prompt) {
        return arrivals.getOrDefault(prompt, 0);
    }

    /** The idempotency keys that came, in order. */
    List<String> keys() {
        return keys;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            String prompt = request.path("messages").path(0).path("content").asText();
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            int arrival = arrivals.merge(prompt, 1, Integer::sum);
            String model = request.path("model").asText();
            String text = voice.say(model, prompt);
            String answer = completion(model, text, true);
            switch (script.of(prompt, arrival)) {
                case ANSWER -> send(exchange, 200, answer);
                case ANSWER_WITHOUT_USAGE -> send(exchange, 200, completion(model, text, false));
                case TOO_MANY_REQUESTS -> {
                    exchange.getResponseHeaders().set("Retry-After", "0.02");
                    send(exchange, 429, "{\"error\":{\"message\":\"slow down\"}}");
                }
                case SERVER_ERROR -> send(exchange, 500, "<html>oops</html>");
                case SILENCE -> pause();
                case CUT_CONNECTION -> exchange.sendResponseHeaders(200, answer.length());
                case MALFORMED_JSON -> send(exchange, 200, answer.substring(0, answer.length() / 2));
                case BAD_REQUEST -> send(exchange, 400, "{\"error\":{\"message\":\"context too long\"}}");
                case WRONG_KEY -> send(exchange, 401, "{\"error\":{\"message\":\"who are you\"}}");
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String completion(String model, String text, boolean usage) {
        return "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"model\":\"" + model
                + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"},"
                + "\"finish_reason\":\"stop\"}]"
                + (usage ? ",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}" : "") + "}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
