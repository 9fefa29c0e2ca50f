package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InstantRange;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a canonical call of one row of a mapped table. */
final class CallFields {
    private static final String LABEL = "label.";
    private static final Set<String> FIELDS = Set.of(
            "source",
            "call_id",
            "occurred_at",
            "tenant",
            "team",
            "application",
            "agent",
            "task",
            "workflow_id",
            "step",
            "parent_call_id",
            "session_id",
            "template_id",
            "prompt_hash",
            "provider",
            "requested_model",
            "service_tier",
            "prompt",
            "input_token_estimate",
            "response_model",
            "input_tokens",
            "cache_read_tokens",
            "cache_write_5m_tokens",
            "cache_write_1h_tokens",
            "output_tokens",
            "reasoning_tokens",
            "latency_ms",
            "time_to_first_token_ms",
            "finish_reason",
            "status",
            "error",
            "attempt",
            "billed_cost_usd",
            "response_text",
            "response_hash");

    private final CsvMapping mapping;
    private final Map<String, String> cells;

    CallFields(CsvMapping mapping, Map<String, String> cells) {
        this.mapping = mapping;
        this.cells = cells;
    }

    static boolean isField(String name) {
        return FIELDS.contains(name) || (name.startsWith(LABEL) && name.length() > LABEL.length());
    }

    /** The row's own id; null where it has none. */
    @Nullable
    String callId() {
        return text("call_id");
    }

    CanonicalCall call(String callId) {
        BigDecimal billed = number("billed_cost_usd");
        return new CanonicalCall(
                required("source"),
                callId,
                occurredAt(),
                attribution(),
                request(),
                response(),
                usage(),
                billed == null ? null : billed(billed),
                null);
    }

    /** Whether this row's time says which zone it is in; true also where it has no time at all. */
    boolean timeIsAbsolute() {
        String time = text("occurred_at");
        return time == null || !unit("occurred_at").equals("iso") || Timestamps.namesZone(time);
    }

    private Attribution attribution() {
        return new Attribution(
                text("tenant"),
                text("team"),
                text("application"),
                text("agent"),
                text("task"),
                text("workflow_id"),
                small("step"),
                text("parent_call_id"),
                text("session_id"));
    }

    private Request request() {
        return new Request(
                text("provider"),
                required("requested_model"),
                text("service_tier"),
                text("prompt"),
                text("prompt_hash"),
                text("template_id"),
                whole("input_token_estimate"),
                labels());
    }

    private Response response() {
        Integer attempt = small("attempt");
        String status = text("status");
        return new Response(
                text("response_model"),
                text("response_text"),
                text("response_hash"),
                rounded("latency_ms"),
                rounded("time_to_first_token_ms"),
                text("finish_reason"),
                status == null ? Response.OK : status,
                text("error"),
                attempt == null ? 1 : attempt);
    }

    private @Nullable Usage usage() {
        Long input = whole("input_tokens");
        Long output = whole("output_tokens");
        if (input == null && output == null) {
            return null;
        }
        if (input == null || output == null) {
            throw new InvalidRecordException(
                    input == null ? "input_tokens" : "output_tokens", "must be given where the other is", "absent");
        }
        return new Usage(
                input,
                wholeOrZero("cache_read_tokens"),
                wholeOrZero("cache_write_5m_tokens"),
                wholeOrZero("cache_write_1h_tokens"),
                output,
                wholeOrZero("reasoning_tokens"));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        for (String field : mapping.fields().keySet()) {
            String value = field.startsWith(LABEL) ? text(field) : null;
            if (value != null) {
                labels.put(field.substring(LABEL.length()), value);
            }
        }
        return labels;
    }

    private Instant occurredAt() {
        String text = required("occurred_at");
        String unit = unit("occurred_at");
        if (unit.equals("iso")) {
            return Timestamps.parse("occurred_at", text, mapping.zone());
        }
        BigDecimal millis = FieldUnit.convert(Decimals.parse("occurred_at", text), unit);
        if (millis.precision() - millis.scale() > 15) {
            throw new InvalidRecordException("occurred_at", "must lie in the years 2000 to 2199", text);
        }
        long micros = millis.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact();
        Instant time =
                Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
        return InstantRange.check("occurred_at", time);
    }

    private Usd billed(BigDecimal usd) {
        return Decimals.usd("billed_cost_usd", usd);
    }

    private @Nullable String text(String field) {
        FieldSource source = mapping.fields().get(field);
        return source == null ? null : source.value(field, cells);
    }

    private String required(String field) {
        String value = text(field);
        if (value == null) {
            throw new InvalidRecordException(field, "is required", "empty");
        }
        return value;
    }

    private String unit(String field) {
        FieldSource source = mapping.fields().get(field);
        return source == null || source.unit() == null ? FieldUnit.of(field).get(0) : source.unit();
    }

    private @Nullable BigDecimal number(String field) {
        String value = text(field);
        return value == null ? null : FieldUnit.convert(Decimals.parse(field, value.strip()), unit(field));
    }

    private @Nullable Long rounded(String field) {
        BigDecimal value = number(field);
        return value == null ? null : TableNumbers.exact(field, value.setScale(0, RoundingMode.HALF_EVEN));
    }

    private @Nullable Long whole(String field) {
        return TableNumbers.whole(field, text(field));
    }

    private long wholeOrZero(String field) {
        Long value = whole(field);
        return value == null ? 0 : value;
    }

    private @Nullable Integer small(String field) {
        Long value = whole(field);
        if (value != null && value != value.intValue()) {
            throw new InvalidRecordException(field, "must fit 32 bits", value.toString());
        }
        return value == null ? null : value.intValue();
    }
}
