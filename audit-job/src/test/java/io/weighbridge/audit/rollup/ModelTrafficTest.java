package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ModelTrafficTest {
    private static final LocalDate DAY = LocalDate.parse("2026-10-01");

    @Test
    void theBusiestHourIsOfAllGroupsOfAModelOnOneDay() {
        Map<String, ModelTraffic> models = ModelTraffic.byModel(List.of(
                new DayRollup(
                        DAY,
                        List.of(calls("a", "large", 9, 500), calls("b", "large", 9, 400), calls("a", "small", 9, 5))),
                new DayRollup(DAY.plusDays(1), List.of(calls("a", "large", 14, 899), calls("a", "small", 3, 5)))));

        ModelTraffic large = Objects.requireNonNull(models.get("large"));
        assertEquals(Instant.parse("2026-10-01T09:00:00Z"), large.peakHour());
        assertEquals(900, large.peakTokens());
        assertEquals(899, large.all().load().tokens(14));
        ModelTraffic small = Objects.requireNonNull(models.get("small"));
        assertEquals(Instant.parse("2026-10-01T09:00:00Z"), small.peakHour(), "the earliest of equals");
    }

    @Test
    void callsWithoutTokensHaveNoBusiestHour() {
        ModelTraffic model =
                Objects.requireNonNull(ModelTraffic.byModel(List.of(new DayRollup(DAY, List.of(calls("a", "m", 9, 0)))))
                        .get("m"));

        assertNull(model.peakHour());
        assertEquals(0, model.peakTokens());
    }

    private static GroupTotals calls(String task, String model, int hour, long tokens) {
        return CallsOfAnHour.of(
                new CallGroup(null, null, task, model, null, null), 1, tokens > 0 ? 1 : 0, hour, tokens, 0);
    }
}
