package io.weighbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
    private record Window(LocalDate from, Instant writtenAt) {}

    private record Audit(
            Window window,
            BigDecimal spendUsd,
            List<Usd> spendIntervalUsd,
            double estimate,
            boolean costKnown,
            @Nullable String verdict,
            Path report) {}

    private record Share(double ofCalls) {}

    @Test
    void namesAreSnakeCaseAndMoneyIsDecimalText() {
        Audit audit = new Audit(
                new Window(LocalDate.parse("2026-11-01"), Instant.parse("2026-11-22T10:15:30Z")),
                new BigDecimal("5.5"),
                List.of(Usd.parse("5.25"), Usd.parse("5.75")),
                -0.01,
                true,
                null,
                Path.of("audits/A/report.html"));

        assertEquals(
                "{\"window\":{\"from\":\"2026-11-01\",\"written_at\":\"2026-11-22T10:15:30Z\"},"
                        + "\"spend_usd\":\"5.500000000\","
                        + "\"spend_interval_usd\":[\"5.250000000000\",\"5.750000000000\"],"
                        + "\"estimate\":-0.01,\"cost_known\":true,\"verdict\":null,"
                        + "\"report\":\"audits/A/report.html\"}",
                JsonOutput.line(audit));
    }

    @Test
    void aFileForPeopleIsIndentedAndEndsWithALineFeed() {
        assertEquals("{\n  \"of_calls\" : 0.5\n}\n", JsonOutput.pretty(new Share(0.5)));
    }

    @Test
    void aNumberThatIsNotFiniteIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> JsonOutput.line(new Share(Double.NaN)));

        assertEquals("cannot be written as JSON: numbers must be finite, was NaN", refused.getMessage());
    }
}
