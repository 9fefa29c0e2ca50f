package io.weighbridge.runner.provider;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Posts chat completions over HTTP/1.1 with kept-alive connections and says what became of each send. */
public final class ChatClient implements AutoCloseable {
    /** What the journal can hold. */
    private static final long LONGEST_REPLY_BYTES = 1_000_000;

    private final HttpClient http;
    private final Duration timeout;
    private final ReplyReader replies;

    /** @param timeout for connecting, and for the whole reply */
    public ChatClient(Duration timeout, Clock clock) {
        this.timeout = timeout;
        this.replies = new ReplyReader(clock);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * Sends once.
     *
     * @param body a request of the operation
     * @param idempotencyKey equal for every send of one attempt, so that a provider which honours it is paid once
     */
    public Reply send(Endpoint endpoint, Operation operation, String body, String idempotencyKey)
            throws InterruptedException {
        long started = System.nanoTime();
        Protocol protocol = Protocol.of(endpoint.api());
        String translated;
        try {
            translated = protocol.requestBody(operation, body);
        } catch (UntranslatableException e) {
            return Reply.without(Verdict.REFUSED, String.valueOf(e.getMessage()), Duration.ZERO);
        }
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(
                request(protocol, endpoint, operation, translated, idempotencyKey),
                BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST_REPLY_BYTES));
        try {
            // The client's own timeout ends with the headers; a body that stalls must end too.
            HttpResponse<String> response = exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return replies.read(response, protocol, since(started));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return Reply.without(Verdict.LOST, "no reply within " + timeout.toMillis() + " ms", since(started));
        } catch (ExecutionException e) {
            return failed(e.getCause(), since(started));
        }
    }

    private static HttpRequest request(
            Protocol protocol, Endpoint endpoint, Operation operation, String body, String idempotencyKey) {
        return protocol.request(endpoint, protocol.path(operation))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    private static Reply failed(@Nullable Throwable cause, Duration latency) {
        if (cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException) {
            return Reply.without(Verdict.UNAVAILABLE, "cannot connect", latency);
        }
        if (cause instanceof IOException) {
            return Reply.without(Verdict.LOST, "connection broke before the reply was complete", latency);
        }
        throw new IllegalStateException("HTTP client failed", cause);
    }

    private static Duration since(long startedNanos) {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
