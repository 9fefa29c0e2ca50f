package io.weighbridge.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.samples.month.MonthPlan;
import io.weighbridge.samples.month.SampleCallId;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DayTruthTest {
    private static final MonthPlan PLAN = MonthPlan.of(7, World.MIXED, 1_000).withNextDayCalls(400);

    private final DayTruth truth = new DayTruth(PLAN);

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void theCheapestModelIsCheaperAndWorse() {
        DayResult frontier = truth.allTo(SimulatedModel.FRONTIER);
        DayResult open = truth.allTo(SimulatedModel.OPEN_8B);
        assertTrue(open.costUsd().picodollars() < frontier.costUsd().picodollars() / 50);
        assertTrue(open.expectedTrueQuality() < frontier.expectedTrueQuality() - 0.08);
        assertEquals(frontier.trueQuality(), frontier.expectedTrueQuality(), 0.05);
    }

    @Test
    void aDayServedByTheIncumbentIsTheIncumbentsDay() throws IOException {
        List<String> calls = new ArrayList<>();
        for (long row = 1_000; row < 1_400; row++) {
            calls.add(call(row, "sim-frontier", Response.OK));
        }
        assertEquals(truth.allTo(SimulatedModel.FRONTIER), truth.served(file(calls)));
    }

    @Test
    void aCallWithoutAnAnswerIsAWrongOne() throws IOException {
        DayResult served = truth.served(
                file(List.of(call(1_000, "sim-frontier", Response.OK), call(1_001, "sim-frontier", Response.ERROR))));
        assertTrue(served.trueQuality() <= 1 / 400.0);
        assertEquals(Map.of("sim-frontier", 1L), served.callsByModel());
    }

    private Path file(List<String> lines) throws IOException {
        return Files.write(folder.resolve("calls.jsonl"), lines);
    }

    private static String call(long row, String model, String status) {
        Request request =
                new Request(null, model, null, null, null, null, null, Map.of("custom_id", SampleCallId.of(row)));
        Response response = new Response(model, null, null, null, null, null, status, null, 1);
        return CanonicalCallJson.toJson(new CanonicalCall(
                "weighbridge",
                "run/" + row + "/1",
                Instant.parse("2026-10-31T00:00:00Z"),
                Attribution.NONE,
                request,
                response,
                null,
                null,
                null));
    }
}
