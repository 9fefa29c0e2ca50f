package io.weighbridge.audit.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One shadowed call a second; half of the calls are moved. */
class WatchTest {
    private static final double TOLERANCE = 0.05;
    private static final double RUN_LENGTH = 1e6;

    @Test
    void aLossThatJumpsAfterAThousandShadowedCallsRaisesTheAlarmAndNoneBefore() {
        for (int seed = 0; seed < 50; seed++) {
            List<ShadowedCall> calls = new ArrayList<>(calls(0, 1_000, 0, seed));
            assertFalse(Watch.of(calls, TOLERANCE, RUN_LENGTH).isAlarmed());
            calls.addAll(calls(1_000, 300, 0.6, seed));

            Watch watch = Watch.of(calls, TOLERANCE, RUN_LENGTH);

            long alarm = Objects.requireNonNull(watch.alarmAt()).getEpochSecond();
            assertTrue(alarm >= 1_000 && alarm < 1_250, "alarm at " + alarm);
            assertEquals(alarm + 1, watch.watched());
            assertTrue(watch.evidence() >= RUN_LENGTH);
        }
    }

    @Test
    void aLossOfWhatIsCertifiedRaisesNoneInAsManyCallsAsTheRunLengthAllows() {
        int alarms = 0;
        for (int seed = 0; seed < 100; seed++) {
            alarms += Watch.of(calls(0, 2_000, 2 * TOLERANCE, seed), TOLERANCE, 40_000)
                            .isAlarmed()
                    ? 1
                    : 0;
        }
        assertTrue(alarms <= 10, alarms + " alarms where 5 are allowed on average");
    }

    @Test
    void aCallThatStayedWithTheIncumbentNeedsNoAnswerAndLosesNothing() {
        Watch watch = Watch.of(List.of(call(0, "large", null, null), call(1, "large", null, null)), 0.05, 100);

        assertEquals(2, watch.watched());
        assertEquals(0, watch.moved());
        assertEquals(0, watch.meanLoss());
    }

    @Test
    void anAnswerOfACascadeThatFailsItsCheckLosesNothing() {
        ShadowedCall wrong = new ShadowedCall("call", Instant.EPOCH, "triage", "small", "large", true, 0.0, 1.0, null);
        ShadowedCall right = new ShadowedCall("call", Instant.EPOCH, "triage", "small", "large", true, 1.0, 0.0, null);

        assertEquals(0, wrong.loss());
        assertEquals(-1, right.loss());
    }

    @Test
    void theWatchEndsAtTheFirstCallThatWaitsForAnAnswer() {
        Watch watch = Watch.of(
                List.of(call(0, "small", 0.5, 1.0), call(1, "small", 1.0, null), call(2, "small", 0.0, 1.0)),
                0.05,
                100);

        assertEquals(1, watch.watched());
        assertEquals(0.5, watch.meanLoss());
        assertEquals(Instant.ofEpochSecond(0), watch.until());
        assertNull(watch.alarmAt());
    }

    @Test
    void withoutCallsNothingIsWatched() {
        Watch watch = Watch.of(List.of(), 0.05, 100);

        assertEquals(0, watch.watched());
        assertNull(watch.until());
    }

    /** @param lossOfMoved share of the moved calls that lose all */
    private static List<ShadowedCall> calls(int first, int count, double lossOfMoved, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ShadowedCall> calls = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            boolean moved = random.nextBoolean();
            boolean lost = random.nextDouble() < lossOfMoved;
            calls.add(moved ? call(i, "small", lost ? 0.0 : 1.0, 1.0) : call(i, "large", null, null));
        }
        return calls;
    }

    private static ShadowedCall call(
            int second, String chosen, @Nullable Double chosenScore, @Nullable Double incumbentScore) {
        return new ShadowedCall(
                "call-" + second,
                Instant.ofEpochSecond(second),
                "triage",
                chosen,
                "large",
                false,
                chosenScore,
                incumbentScore,
                null);
    }
}
