package io.weighbridge.runner.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.runner.batch.BatchCallException.Fate;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Protocol;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of a batch API over HTTP/1.1. It never follows a URL that a reply names. */
final class BatchHttp implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final long LONGEST_REPLY_BYTES = 10_000_000;
    private static final int LONGEST_ERROR = 300;
    /** A file of 200 MB takes longer than an answer. */
    private static final int TRANSFER_TIMEOUTS = 5;

    private final HttpClient http;
    private final Duration timeout;

    /** @param timeout of a call; a transfer of a file may take five times as long */
    BatchHttp(Duration timeout) {
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    JsonNode get(Endpoint endpoint, String path) throws BatchCallException, InterruptedException {
        return json(send(request(endpoint, path).GET().build(), text(), timeout));
    }

    JsonNode post(Endpoint endpoint, String path, String contentType, BodyPublisher body)
            throws BatchCallException, InterruptedException {
        HttpRequest request = request(endpoint, path)
                .header("Content-Type", contentType)
                .POST(body)
                .build();
        return json(send(request, text(), timeout.multipliedBy(TRANSFER_TIMEOUTS)));
    }

    void download(Endpoint endpoint, String path, Path into) throws BatchCallException, InterruptedException {
        HttpResponse<Path> response = send(
                request(endpoint, path).GET().build(),
                BodyHandlers.ofFile(into),
                timeout.multipliedBy(TRANSFER_TIMEOUTS));
        requireSuccess(response.statusCode(), "");
    }

    private static HttpRequest.Builder request(Endpoint endpoint, String path) {
        return Protocol.of(endpoint.api()).request(endpoint, path);
    }

    private static BodyHandler<String> text() {
        return BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST_REPLY_BYTES);
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler, Duration longest)
            throws BatchCallException, InterruptedException {
        CompletableFuture<HttpResponse<T>> exchange = http.sendAsync(request, handler);
        try {
            return exchange.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new BatchCallException(Fate.UNKNOWN, "no reply within " + longest.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof ConnectException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof UnresolvedAddressException) {
                throw new BatchCallException(Fate.NOT_DONE, "cannot connect");
            }
            if (cause instanceof IOException) {
                throw new BatchCallException(Fate.UNKNOWN, "connection broke before the reply was complete");
            }
            throw new IllegalStateException("HTTP client failed", cause);
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws BatchCallException {
        requireSuccess(response.statusCode(), response.body());
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new BatchCallException(Fate.UNKNOWN, "HTTP " + response.statusCode() + " without JSON");
        }
    }

    private static void requireSuccess(int status, String body) throws BatchCallException {
        if (status >= 200 && status < 300) {
            return;
        }
        Fate fate = switch (status) {
            case 401 -> Fate.KEY_REFUSED;
            case 413 -> Fate.TOO_LARGE;
            case 408, 409, 425 -> Fate.UNKNOWN;
            case 429 -> Fate.NOT_DONE;
            default -> status >= 400 && status < 500 ? Fate.REFUSED : Fate.UNKNOWN;
        };
        throw new BatchCallException(fate, "HTTP " + status + message(body));
    }

    private static String message(String body) {
        try {
            String message = JSON.readTree(body).path("error").path("message").asText("");
            return message.isEmpty() ? "" : ": " + message.substring(0, Math.min(message.length(), LONGEST_ERROR));
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
