package io.weighbridge.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.report.AuditSummary.TrafficLine;
import io.weighbridge.audit.rollup.CallTraffic;
import io.weighbridge.audit.rollup.CallsOfAnHour;
import io.weighbridge.audit.rollup.ModelTraffic;
import io.weighbridge.cli.JsonOutput;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The trainer reads these names. */
class TrafficLineTest {
    @Test
    void theNinetyFifthPercentileOfAModelStandsBesideTheNumberOfCallsThatTellIt() {
        long[] millis =
                LongStream.range(0, 100).map(call -> call < 90 ? 20 : 4_000).toArray();

        TrafficLine line = TrafficLine.of(new ModelTraffic(CallsOfAnHour.taking(millis), null, 0));

        assertEquals(100, line.latencyCalls());
        assertEquals(
                4_000, Objects.requireNonNull(line.latencyP95Ms()).doubleValue(), 4_000 * line.latencyRelativeError());
        assertTrue(
                JsonOutput.line(line)
                        .startsWith("{\"latency_p50_ms\":20,\"latency_p95_ms\":" + line.latencyP95Ms()
                                + ",\"latency_calls\":100,"),
                JsonOutput.line(line));
    }

    @Test
    void ofAModelWhoseCallsTellNoDurationItIsUnknownAndNotZero() {
        TrafficLine line = TrafficLine.of(new ModelTraffic(CallTraffic.none(), null, 0));

        assertTrue(
                JsonOutput.line(line)
                        .startsWith("{\"latency_p50_ms\":null,\"latency_p95_ms\":null,\"latency_calls\":0,"),
                JsonOutput.line(line));
    }
}
