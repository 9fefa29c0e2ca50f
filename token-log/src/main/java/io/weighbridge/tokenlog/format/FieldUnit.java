package io.weighbridge.tokenlog.format;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The units in which columns may give a field. The first of each field is the default. */
final class FieldUnit {
    private static final List<String> TIMES = List.of("iso", "epoch_seconds", "epoch_millis");
    private static final List<String> DURATIONS = List.of("milliseconds", "seconds", "microseconds");
    private static final List<String> MONEY = List.of("usd", "cents", "microdollars");

    private static final Map<String, List<String>> BY_FIELD = Map.of(
            "occurred_at", TIMES,
            "latency_ms", DURATIONS,
            "time_to_first_token_ms", DURATIONS,
            "billed_cost_usd", MONEY);

    private static final Map<String, BigDecimal> FACTOR = Map.of(
            "epoch_seconds", new BigDecimal("1000"),
            "epoch_millis", BigDecimal.ONE,
            "milliseconds", BigDecimal.ONE,
            "seconds", new BigDecimal("1000"),
            "microseconds", new BigDecimal("0.001"),
            "usd", BigDecimal.ONE,
            "cents", new BigDecimal("0.01"),
            "microdollars", new BigDecimal("0.000001"));

    private FieldUnit() {}

    /** The units of a field; empty where it has none. */
    static List<String> of(String field) {
        return BY_FIELD.getOrDefault(field, List.of());
    }

    /** The number in the field's own unit: milliseconds or USD. */
    static BigDecimal convert(BigDecimal number, String unit) {
        BigDecimal factor = FACTOR.get(unit);
        return factor == null ? number : number.multiply(factor);
    }
}
