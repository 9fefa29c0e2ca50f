package io.weighbridge.audit.assessment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weighbridge.audit.assessment.OutcomeUnit.UnitCall;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SliceTest {
    @Test
    void drawsWeighWhatTheyStandForAndTeamsAddUpToTheTask() {
        Slices slices = new Slices("small", 0.95);
        slices.add("triage", draws("triage", 60, 60), true);
        slices.add("chat", draws("chat", 60, 0), true);

        List<Slice> cut = slices.slices();

        Slice triageOfBlue = find(cut, "triage", "blue");
        // Half of 60 draws lose all and stand for one call each, half lose nothing and stand for three.
        assertEquals(-0.25, quality(triageOfBlue).value(), 1e-12);
        assertEquals(120, triageOfBlue.calls(), 1e-9);
        assertEquals(48, triageOfBlue.effectiveSize(), 1e-9);
        Slice blue = find(cut, null, "blue");
        assertEquals(240, blue.calls(), 1e-9);
        assertEquals(-0.25, quality(blue).value(), 1e-12);
        assertEquals("replayed", blue.status());
        assertNotNull(blue.savingPerCall());
    }

    @Test
    void tooFewDrawsHaveAReasonAndNoNumber() {
        Slices slices = new Slices("small", 0.95);
        slices.add("triage", draws("triage", 30, 0), true);

        Slice slice = find(slices.slices(), "triage", "blue");

        assertNull(slice.quality());
        assertEquals("24 effective clusters, at least 40 are needed", slice.reason());
    }

    @Test
    void aCostThatIsNotKnownLeavesTheSavingOutAndTheQualityIn() {
        List<Observation> observations = new ArrayList<>(draws("triage", 60, 0));
        observations.set(0, new Observation(call("blue"), "draw 0", 1, -1, null));
        Slices slices = new Slices("small", 0.95);
        slices.add("triage", observations, true);

        Slice slice = find(slices.slices(), "triage", "blue");

        assertNotNull(slice.quality());
        assertNull(slice.savingPerCall());
    }

    private static List<Observation> draws(String task, int blue, int red) {
        List<Observation> draws = new ArrayList<>();
        for (int i = 0; i < blue + red; i++) {
            boolean loses = i % 2 == 0;
            draws.add(new Observation(
                    call(i < blue ? "blue" : "red"),
                    task + " draw " + i,
                    loses ? 1 : 3,
                    loses ? -1 : 0,
                    loses ? 10L : 20L));
        }
        return draws;
    }

    private static UnitCall call(String team) {
        return new UnitCall(null, team, null, null, "large", null);
    }

    private static Estimate quality(Slice slice) {
        return Objects.requireNonNull(slice.quality(), slice.reason());
    }

    private static Slice find(List<Slice> slices, @Nullable String task, String team) {
        return slices.stream()
                .filter(slice ->
                        Objects.equals(slice.task(), task) && slice.value().equals(team))
                .findFirst()
                .orElseThrow();
    }
}
