package io.weighbridge.samples.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * A server on the loopback interface that answers as the simulated models do, by OpenAI's API (chat completions, responses,
 * embeddings, models, files and batches) and by Anthropic's (messages and message batches); GET /stats tells what it did. Deterministic but
 * for the answers' ids and times. Closing it ends running requests.
 */
public final class SimulatedProvider implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final HttpServer server;
    private final ExecutorService workers;
    private final ProviderStats stats;
    private final SimulatedBatches batches;

    private SimulatedProvider(
            HttpServer server, ExecutorService workers, ProviderStats stats, SimulatedBatches batches) {
        this.server = server;
        this.workers = workers;
        this.stats = stats;
        this.batches = batches;
    }

    /** Starts to serve; requests are answered when this returns. */
    public static SimulatedProvider start(ProviderOptions options) throws IOException {
        return start(options, InstantSource.system());
    }

    static SimulatedProvider start(ProviderOptions options, InstantSource clock) throws IOException {
        // Without it the JDK's server holds small answers back for 40 ms; it is read when the first server is made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port());
        HttpServer server = HttpServer.create(address, BACKLOG);
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        ProviderStats stats = new ProviderStats();
        ChargedAnswers answers = new ChargedAnswers(
                new SimulatedAnswers(options.seed(), options.world(), options.judges()), stats, clock);
        FaultPlan faults = new FaultPlan(options.seed(), options.faults());
        for (Operation operation : Operation.values()) {
            server.createContext(operation.url(), new ChatHandler(operation, options, stats, faults, answers));
        }
        SimulatedBatches batches = new SimulatedBatches(options, answers, clock);
        server.createContext("/v1/files", new FilesHandler(options, batches));
        server.createContext("/v1/batches", new BatchesHandler(options, batches));
        server.createContext("/v1/messages", new MessagesHandler(options, stats, faults, answers));
        server.createContext("/v1/messages/batches", new MessageBatchesHandler(options, batches));
        server.createContext("/v1/models", exchange -> show(exchange, ProviderJson::models));
        server.createContext(
                "/stats",
                exchange -> show(exchange, () -> {
                    batches.settle();
                    return ProviderJson.stats(stats.snapshot());
                }));
        server.setExecutor(workers);
        server.start();
        return new SimulatedProvider(server, workers, stats, batches);
    }

    /** What clients take as the base URL: {@code http://127.0.0.1:PORT/v1}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** All chat requests so far, failed ones too. */
    public long requests() {
        return stats.snapshot().requests();
    }

    /** Answers generated and charged so far; an idempotency key counts once. */
    public long paidCalls() {
        batches.settle();
        return stats.snapshot().paidCalls();
    }

    /** Everything charged so far. */
    public Usd charged() {
        batches.settle();
        return stats.snapshot().cost();
    }

    /** Batches created so far, by either API. */
    public int batches() {
        return batches.count();
    }

    /** Requests in all batches created so far; a request that comes in two batches counts twice. */
    public long batchedRequests() {
        return batches.requests();
    }

    /** Charged calls so far by model name. */
    public Map<String, Long> paidCallsByModel() {
        Map<String, Long> calls = new TreeMap<>();
        stats.snapshot().byModel().forEach((model, bill) -> calls.put(model, bill.calls()));
        return calls;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private static void show(HttpExchange exchange, Supplier<byte[]> json) throws IOException {
        try (exchange) {
            Exchanges.sendJson(exchange, 200, json.get());
        }
    }
}
