package io.weighbridge.runner.spans;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.weighbridge.runner.provider.RetryAfter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Posts spans to a collector, some at a time, each time again where that may help; the first post that fails for good ends it. */
final class SpanSender implements AutoCloseable {
    private static final int MOST_SPANS = 512;
    private static final int MOST_CHARACTERS = 4_000_000;
    private static final long LONGEST_REPLY_BYTES = 100_000;
    private static final int MOST_POSTS = 4;
    private static final String BEGIN = "{\"resourceSpans\":[";
    private static final String END = "]}";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SpanCollector collector;
    private final Duration firstWait;
    private final Clock clock;
    private final HttpClient http;
    private final StringBuilder waiting = new StringBuilder();
    private int spansWaiting;
    private long sent;
    private long refused;

    SpanSender(SpanCollector collector, Duration firstWait, Clock clock) {
        this.collector = collector;
        this.firstWait = firstWait;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(collector.timeout())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * What a post brought.
     *
     * @param status of HTTP; 0 where there is no reply
     * @param text the reply, or why there is none
     * @param retryAfter null where the collector does not say
     */
    private record Posted(int status, String text, @Nullable Duration retryAfter) {
        boolean isTaken() {
            return status >= 200 && status < 300;
        }

        /** As OTLP has it: what another status says is final. */
        boolean mayEndBetter() {
            return status == 0 || status == 429 || status == 502 || status == 503 || status == 504;
        }

        String problem() {
            return status == 0 ? text : "HTTP " + status;
        }
    }

    /** @param export a request that exports one span */
    void add(String export) throws IOException, InterruptedException {
        if (!export.startsWith(BEGIN) || !export.endsWith(END)) {
            throw new IllegalArgumentException("an export must be an object of resourceSpans");
        }
        int length = export.length() - BEGIN.length() - END.length();
        if (spansWaiting == MOST_SPANS || waiting.length() + length > MOST_CHARACTERS) {
            flush();
        }
        waiting.append(spansWaiting == 0 ? BEGIN : ",").append(export, BEGIN.length(), export.length() - END.length());
        spansWaiting++;
    }

    /** Sends what waits. */
    void flush() throws IOException, InterruptedException {
        if (spansWaiting == 0) {
            return;
        }
        String body = waiting.append(END).toString();
        waiting.setLength(0);
        Posted posted = posted(body);
        if (!posted.isTaken()) {
            throw new IOException(posted.problem());
        }
        sent += spansWaiting;
        refused += refused(posted.text());
        spansWaiting = 0;
    }

    /** Spans that the collector was sent. */
    long sent() {
        return sent;
    }

    /** Of them, those that it said it did not take. */
    long refused() {
        return refused;
    }

    private Posted posted(String body) throws IOException, InterruptedException {
        IntervalFunction waits = IntervalFunction.ofExponentialBackoff(firstWait);
        Retry retry = Retry.of(
                "spans",
                RetryConfig.<Posted>custom()
                        .maxAttempts(MOST_POSTS)
                        .retryOnResult(Posted::mayEndBetter)
                        .retryOnException(failure -> false)
                        .intervalBiFunction((failed, outcome) -> wait(outcome.get(), waits.apply(failed)))
                        .build());
        try {
            return retry.executeCallable(() -> post(body));
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("posting spans failed", e);
        }
    }

    private static long wait(Posted last, long millis) {
        return last.retryAfter() == null ? millis : last.retryAfter().toMillis();
    }

    private Posted post(String body) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(
                collector.request(body),
                BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST_REPLY_BYTES));
        try {
            HttpResponse<String> reply = exchange.get(collector.timeout().toNanos(), TimeUnit.NANOSECONDS);
            Duration retryAfter = reply.headers()
                    .firstValue("Retry-After")
                    .map(text -> RetryAfter.parse(text, clock.instant()))
                    .orElse(null);
            return new Posted(reply.statusCode(), reply.body(), retryAfter);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return new Posted(0, "no reply within " + collector.timeout().toMillis() + " ms", null);
        } catch (ExecutionException e) {
            return new Posted(0, "cannot connect, or the connection broke", null);
        }
    }

    /** A reply without such a count, or that is no JSON, took everything. */
    private static long refused(String reply) {
        try {
            return Math.max(
                    0, JSON.readTree(reply).at("/partialSuccess/rejectedSpans").asLong());
        } catch (JsonProcessingException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
