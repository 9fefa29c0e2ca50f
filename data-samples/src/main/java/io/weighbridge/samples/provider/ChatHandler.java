package io.weighbridge.samples.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** POST of an operation: checks the caller, plays the fault that is due, answers. */
final class ChatHandler implements HttpHandler {
    private static final String RETRY_AFTER_SECONDS = "1";

    private final Operation operation;
    private final ProviderOptions options;
    private final ProviderStats stats;
    private final FaultPlan faults;
    private final ChargedAnswers answers;

    ChatHandler(
            Operation operation,
            ProviderOptions options,
            ProviderStats stats,
            FaultPlan faults,
            ChargedAnswers answers) {
        this.operation = operation;
        this.options = options;
        this.stats = stats;
        this.faults = faults;
        this.answers = answers;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            stats.requested();
            try {
                handleChat(exchange);
            } catch (RefusedException e) {
                Exchanges.sendJson(exchange, e.status(), ProviderJson.error(e));
            }
        }
    }

    private void handleChat(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requirePost(exchange);
        requireApiKey(exchange);
        ChatRequest request = ChatRequest.read(operation, body);
        Fault fault = faults.due(body);
        stats.failed(fault);
        Exchanges.pause(options.latency());
        refuse(exchange, fault);
        send(exchange, fault, answers.answer(request, header(exchange, "Idempotency-Key")));
    }

    private static void refuse(HttpExchange exchange, Fault fault) {
        if (fault == Fault.RATE_LIMITED) {
            exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER_SECONDS);
            throw new RefusedException(429, "rate_limit_exceeded", "too many requests, try again later");
        }
        if (fault == Fault.SERVER_ERROR) {
            throw new RefusedException(500, "server_error", "the server failed on purpose");
        }
    }

    /** Sends a paid answer, or spoils its delivery. */
    private void send(HttpExchange exchange, Fault fault, byte[] answer) throws IOException {
        switch (fault) {
            case CUT_CONNECTION -> exchange.sendResponseHeaders(200, answer.length);
            case STALLED -> Exchanges.pause(options.faults().stall());
            case MALFORMED_JSON -> Exchanges.sendJson(exchange, 200, Arrays.copyOf(answer, answer.length / 2));
            default -> Exchanges.sendJson(exchange, 200, answer);
        }
    }

    private static void requirePost(HttpExchange exchange) {
        if (!exchange.getRequestMethod().equals("POST")) {
            throw new RefusedException(405, "invalid_request_error", "method: must be POST");
        }
    }

    private void requireApiKey(HttpExchange exchange) {
        String given = header(exchange, "Authorization");
        if (options.apiKey().isPresent() && !("Bearer " + options.apiKey().get()).equals(given)) {
            throw new RefusedException(401, "authentication_error", "Authorization: must be Bearer and the key");
        }
    }

    private static @Nullable String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }
}
