package io.weighbridge.runner.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where requests go, and under which header their key. */
class EndpointTest {
    private static final String ANSWER = """
            {"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",\
            "message":{"role":"assistant","content":"Hello"}}],\
            "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private final Map<String, String> asked = new ConcurrentHashMap<>();

    @Test
    void theQueryOfABaseUrlStandsBehindThePathOfEveryResource() {
        String deployment = "https://x.openai.azure.com/openai/deployments/d";

        for (String base : new String[] {deployment, deployment + "/"}) {
            Endpoint azure = Endpoint.of("azure", base + "?api-version=2024-10-21", null);
            assertEquals(
                    URI.create(deployment + "/chat/completions?api-version=2024-10-21"),
                    azure.resource("/chat/completions"));
            assertEquals(
                    URI.create(deployment + "/batches?limit=9&api-version=2024-10-21"),
                    azure.resource("/batches?limit=9"));
        }
        assertEquals(
                URI.create("https://api.example.com/v1/batches?limit=9"),
                Endpoint.of("own", "https://api.example.com/v1/", null).resource("/batches?limit=9"));
    }

    @Test
    void azuresDatedApiIsAskedWithItsVersionAndItsKeyHeader() throws Exception {
        assertEquals("Hello", answer("/openai/deployments/d?api-version=2024-10-21"));

        assertEquals("/openai/deployments/d/chat/completions?api-version=2024-10-21", asked.get("uri"));
        assertEquals("secret", asked.get("api-key"));
        assertNull(asked.get("Authorization"));
    }

    @Test
    void othersAreAskedWithABearerToken() throws Exception {
        assertEquals("Hello", answer("/v1?tenant=api-version"));

        assertEquals("/v1/chat/completions?tenant=api-version", asked.get("uri"));
        assertEquals("Bearer secret", asked.get("Authorization"));
        assertNull(asked.get("api-key"));
    }

    private @Nullable String answer(String base) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + base;
        try (ChatClient client = new ChatClient(Duration.ofSeconds(20), Clock.systemUTC())) {
            Reply reply = client.send(
                    Endpoint.of("p", url, "secret"),
                    Operation.CHAT,
                    "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[]}",
                    "key-1");
            assertEquals(Verdict.ANSWERED, reply.verdict());
            return Objects.requireNonNull(Completion.parse(String.valueOf(reply.body())))
                    .text();
        } finally {
            server.stop(0);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.put("uri", exchange.getRequestURI().toString());
        for (String name : new String[] {"Authorization", "api-key"}) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                asked.put(name, value);
            }
        }
        byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
