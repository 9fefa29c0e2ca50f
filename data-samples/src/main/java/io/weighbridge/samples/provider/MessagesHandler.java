package io.weighbridge.samples.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Arrays;

/** POST /v1/messages: plays the fault that is due, answers. */
final class MessagesHandler extends ApiHandler.Anthropic {
    private final ProviderOptions options;
    private final ProviderStats stats;
    private final FaultPlan faults;
    private final ChargedAnswers answers;

    MessagesHandler(ProviderOptions options, ProviderStats stats, FaultPlan faults, ChargedAnswers answers) {
        super(options);
        this.options = options;
        this.stats = stats;
        this.faults = faults;
        this.answers = answers;
    }

    @Override
    void respond(HttpExchange exchange) throws IOException {
        stats.requested();
        requireVersion(exchange);
        byte[] body = exchange.getRequestBody().readAllBytes();
        ChatRequest request = ChatRequest.readAnthropic(body);
        Fault fault = faults.due(body);
        stats.failed(fault);
        Exchanges.pause(options.latency());
        if (fault == Fault.RATE_LIMITED) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            throw new RefusedException(429, "rate_limit_error", "too many requests, try again later");
        }
        if (fault == Fault.SERVER_ERROR) {
            throw new RefusedException(529, "overloaded_error", "Overloaded");
        }
        byte[] answer = answers.message(request);
        switch (fault) {
            case CUT_CONNECTION -> exchange.sendResponseHeaders(200, answer.length);
            case STALLED -> Exchanges.pause(options.faults().stall());
            case MALFORMED_JSON -> Exchanges.sendJson(exchange, 200, Arrays.copyOf(answer, answer.length / 2));
            default -> Exchanges.sendJson(exchange, 200, answer);
        }
    }
}
