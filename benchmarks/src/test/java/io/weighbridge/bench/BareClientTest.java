package io.weighbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareClientTest {
    @TempDir
    private Path folder = Path.of(".");

    private HttpServer server;
    private final ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private volatile int status = 200;

    BareClientTest() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    }

    @BeforeEach
    void serve() {
        server.createContext("/v1/chat/completions", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.sendResponseHeaders(status, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void itPostsEveryRequestOfTheWorkloadOnceUnderAKeyOfItsOwn() throws Exception {
        RunWorkload workload = RunWorkload.write(folder, 50, 1);

        double rate = client().answersPerSecond(workload.requests(), "round");

        assertTrue(rate > 0);
        assertEquals(
                Files.readAllLines(workload.requests()).stream().sorted().toList(),
                bodies.stream().sorted().toList());
        assertEquals(50, keys.size());
    }

    @Test
    void aFailureOfTheProviderEndsTheMeasurement() throws Exception {
        RunWorkload workload = RunWorkload.write(folder, 5, 1);
        status = 500;

        Exception failed =
                assertThrows(ExecutionException.class, () -> client().answersPerSecond(workload.requests(), "round"));

        assertTrue(String.valueOf(failed.getMessage()).contains("must answer, gave status 500"), failed.getMessage());
    }

    @Test
    void theWorkloadAsksForTheSameAsTheRequests() throws Exception {
        RunWorkload workload = RunWorkload.write(folder, 3, 1);

        List<String> requests = Files.readAllLines(workload.requests());
        List<String> lines = Files.readAllLines(workload.workload());

        assertEquals(3, lines.size());
        for (int item = 0; item < 3; item++) {
            String body = requests.get(item).replace(RunWorkload.MODEL, "sim-frontier");
            assertEquals(
                    "{\"custom_id\":\"item-" + item
                            + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":" + body + "}",
                    lines.get(item));
        }
    }

    private BareClient client() {
        return new BareClient("http://127.0.0.1:" + server.getAddress().getPort() + "/v1", 4);
    }
}
