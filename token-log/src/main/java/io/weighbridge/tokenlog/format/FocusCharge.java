package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cost rows of one charge, as one record: the token kinds that their meters name, and what they cost together, credits and
 * corrections included. The record may stand for many calls; the label {@code focus.calls} says for how many where the rows do.
 */
final class FocusCharge {
    private final long line;
    private final String id;
    private final FocusRow first;
    private @Nullable BigDecimal billed;
    private boolean hasTokens;
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long output;
    private long reasoning;

    /** @param line of the first row */
    FocusCharge(long line, String id, FocusRow first) {
        this.line = line;
        this.id = id;
        this.first = first;
        add(first);
    }

    long line() {
        return line;
    }

    boolean takes(FocusRow row) {
        return row.key().equals(first.key());
    }

    void add(FocusRow row) {
        Long tokens = row.tokens();
        if (tokens != null) {
            count(row.meter(), tokens); // first, because it may refuse the row
        }
        BigDecimal cost = row.billedUsd();
        if (cost != null) {
            billed = billed == null ? cost : billed.add(cost);
        }
    }

    /** Meters are free text; the kinds are told apart by the words that providers use. */
    private void count(String meter, long tokens) {
        if (meter.contains("write") || meter.contains("creation")) {
            cacheWrite += tokens;
        } else if (meter.contains("cache")) {
            cacheRead += tokens;
        } else if (meter.contains("reasoning") || meter.contains("thinking")) {
            reasoning += tokens;
        } else if (meter.contains("output") || meter.contains("completion")) {
            output += tokens;
        } else if (meter.contains("input") || meter.contains("prompt")) {
            input += tokens;
        } else {
            throw new InvalidRecordException("SkuMeter", "must say input, output or cache", meter);
        }
        hasTokens = true;
    }

    /** @throws InvalidRecordException if the rows together make no record */
    CanonicalCall call() {
        return new CanonicalCall(
                "focus",
                id,
                first.from(),
                new Attribution(first.tenant(), first.team(), null, null, null, null, null, null, null),
                new Request(first.provider(), first.sku(), null, null, null, null, null, labels()),
                new Response(null, null, null, null, null, null, Response.OK, null, 1),
                usage(),
                billed(),
                null,
                null);
    }

    /** Null also for a charge of more tokens than a call can have; its labels say how many. */
    private @Nullable Usage usage() {
        return hasTokens && !isBeyondACall()
                ? new Usage(allInput(), cacheRead, cacheWrite, 0, output + reasoning, reasoning)
                : null;
    }

    private boolean isBeyondACall() {
        return Math.max(allInput(), output + reasoning) > Usage.MOST_TOKENS;
    }

    private long allInput() {
        return input + cacheRead + cacheWrite;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        String calls = first.calls();
        if (calls != null) {
            labels.put("focus.calls", calls);
        }
        if (isBeyondACall()) {
            labels.put("focus.input_tokens", Long.toString(allInput()));
            labels.put("focus.output_tokens", Long.toString(output + reasoning));
        }
        return labels;
    }

    private @Nullable Usd billed() {
        return billed == null ? null : Decimals.usd("BilledCost", billed);
    }
}
