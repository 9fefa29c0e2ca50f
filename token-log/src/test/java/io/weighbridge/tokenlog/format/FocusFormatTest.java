package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FocusFormatTest {
    private static final String HEADER =
            "BilledCost,BillingCurrency,ChargePeriodStart,ServiceProviderName,SkuId,SkuMeter,"
                    + "ConsumedQuantity,ConsumedUnit,x_Team,x_Calls\n";

    @Test
    void theRowsOfOneChargeAreOneRecordWithWhatTheyCostTogether() throws Exception {
        List<Reading> readings = read(HEADER
                + "0.25,USD,2026-10-01T00:00:00Z,openai,gpt-4o,Input Tokens,100000,Tokens,billing,40\n"
                + "0.05,USD,2026-10-01T00:00:00Z,openai,gpt-4o,Cache Read Tokens,40,1K Tokens,billing,40\n"
                + "0.1,USD,2026-10-01T00:00:00Z,openai,gpt-4o,Output Tokens,10000,Tokens,billing,40\n"
                + "-0.15,USD,2026-10-01T00:00:00Z,openai,gpt-4o,Billed Difference,,,billing,40\n"
                + "7,USD,2026-10-01T00:00:00Z,openai,gpt-4o-mini,Input Tokens,3,1M Tokens,billing,9\n");

        assertEquals(2, readings.size());
        CanonicalCall call = call(readings.get(0));
        assertEquals(new Usage(140_000, 40_000, 0, 0, 10_000, 0), call.usage());
        assertEquals(Usd.parse("0.25"), call.billedCost());
        assertEquals("gpt-4o", call.model());
        assertEquals("openai", call.request().provider());
        assertEquals("billing", call.attribution().team());
        assertEquals(Instant.parse("2026-10-01T00:00:00Z"), call.occurredAt());
        assertEquals(Map.of("focus.calls", "40"), call.request().labels());
        assertEquals(Usage.of(3_000_000, 0), call(readings.get(1)).usage());
    }

    @Test
    void whatIsNoUsableChargeIsNamedAndTheRestIsKept() throws Exception {
        List<Reading> readings = read(HEADER
                + "1,EUR,2026-10-01T00:00:00Z,openai,gpt-4o,Input Tokens,1,Tokens,,\n"
                + "1,USD,2026-10-01T00:00:00Z,openai,,Input Tokens,1,Tokens,,\n"
                + "1,USD,2026-10-01T00:00:00Z,openai,gpt-4o,Widgets,1,Tokens,,\n"
                + "-2,USD,2026-10-01T00:00:00Z,openai,gpt-4o,Credit,,,,\n"
                + "1,USD,yesterday,openai,gpt-4o,Input Tokens,1,Tokens,,\n"
                + "1,USD,2026-10-01\n"
                + ",USD,2026-10-02T00:00:00Z,openai,gpt-4o,Model Calls,5,Calls,,5\n");

        assertEquals(
                List.of(
                        "2 BillingCurrency must be USD",
                        "3 SkuId is required to tell the model",
                        "4 SkuMeter must say input, output or cache",
                        "6 ChargePeriodStart must be an ISO-8601 time such as 2026-10-31T07:35:00Z",
                        "7 row must have 10 cells",
                        "5 billed_cost_usd must not be negative"),
                readings.stream()
                        .filter(Reading.Rejected.class::isInstance)
                        .map(Reading.Rejected.class::cast)
                        .map(rejected -> rejected.line() + " " + rejected.field() + " " + rejected.rule())
                        .toList());
        CanonicalCall last = call(readings.get(readings.size() - 1));
        assertNull(last.billedCost());
        assertNull(last.usage());
    }

    @Test
    void aDayOfMoreTokensThanACallCanHaveKeepsItsMoneyAndSaysHowMany() throws Exception {
        CanonicalCall call =
                call(read(HEADER + "900,USD,2026-10-01T00:00:00Z,openai,gpt-4o,Input Tokens,8000,1M Tokens,,\n")
                        .get(0));

        assertNull(call.usage());
        assertEquals(Usd.parse("900"), call.billedCost());
        assertEquals("8000000000", call.request().labels().get("focus.input_tokens"));
    }

    @Test
    void itIsRecognisedByItsHeader() throws Exception {
        LogInput input = LogInput.of(Logs.source("focus.csv", HEADER));
        FormatDetection detection = FormatDetection.of(input, ReadOptions.defaults());
        assertEquals("focus", detection.format().name());
        assertTrue(detection.reason().contains("BilledCost"), detection.reason());
    }

    private static List<Reading> read(String content) throws Exception {
        return Logs.read("focus", Logs.source("focus.csv", content), ReadOptions.defaults());
    }

    private static CanonicalCall call(Reading reading) {
        return ((Reading.OfCall) reading).call();
    }
}
