package io.weighbridge.tokenlog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls that several tests look at. */
final class Calls {
    static final Instant TIME = Instant.parse("2026-10-31T07:35:00.739725Z");

    private Calls() {}

    static CanonicalCall of(String model, @Nullable Usage usage, @Nullable Usd billed) {
        return of(Request.of(model), Response.ok(), usage, billed);
    }

    static CanonicalCall of(Request request, Response response, @Nullable Usage usage, @Nullable Usd billed) {
        return new CanonicalCall("test", "call-1", TIME, Attribution.NONE, request, response, usage, billed, null);
    }

    static CanonicalCall failed(String model, @Nullable Usage usage, @Nullable Usd billed) {
        Response response = new Response(null, null, null, null, null, null, Response.ERROR, "HTTP 500", 1);
        return of(Request.of(model), response, usage, billed);
    }

    /** Every field is there. */
    static CanonicalCall full() {
        return new CanonicalCall(
                "weighbridge",
                "run-7/item-3/1",
                TIME,
                new Attribution(
                        "acme",
                        "billing",
                        "bill-bot",
                        "explainer",
                        "bill-explanation",
                        "wf-1",
                        2,
                        "call-0",
                        "session-9"),
                new Request(
                        "openai",
                        "gpt-4.1",
                        "batch",
                        "Why is my bill 12 € higher?\nSay \"because\".",
                        "a3f1",
                        "77e0",
                        40L,
                        Map.of("custom_id", "item-3", "prompt_name", "bill/v2")),
                new Response(
                        "gpt-4.1-2025-04-14", "Because you called abroad.", "b4d2", 812L, 130L, "stop", "ok", null, 1),
                new Usage(100, 30, 20, 10, 50, 5),
                Usd.parse("0.000994"),
                new Decision("policy-1", "gpt-4.1", 0.9375, "incumbent", List.of("gpt-4.1", "gpt-4.1-mini")));
    }

    /** Nothing is there that may be absent. */
    static CanonicalCall bare() {
        return of("gpt-4.1", null, null);
    }

    static CanonicalCall failure() {
        return failed("gpt-4.1", Usage.of(0, 0), Usd.ZERO);
    }
}
