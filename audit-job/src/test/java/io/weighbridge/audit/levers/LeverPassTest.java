package io.weighbridge.audit.levers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every call is a task of its own, so that what levers take from it can be seen. */
class LeverPassTest {
    private static final LeverOptions A_DAY = new LeverOptions(24, List.of());
    private static final long MINUTE = 60_000_000L;
    private static final long DAY = 24 * 60 * MINUTE;

    @Property(tries = 2_000, seed = "20261123")
    void leversAddUpAndTakeNoMoreThanACallCost(@ForAll("logs") List<LeverCall> log) {
        Map<String, Map<Lever, Long>> taken = taken(log);

        for (LeverCall call : log) {
            long sum = taken.getOrDefault(call.task(), Map.of()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertTrue(sum <= call.spend(), call + " saves " + sum);
            assertTrue(call.counts() || sum == 0, "only calls of the window save");
        }
    }

    @Property(tries = 2_000, seed = "20261124")
    void aDuplicateHasAnAnswerToTheSameRequestWithinTheLifetimeAndNothingElseIsOne(
            @ForAll("logs") List<LeverCall> log) {
        Map<String, Map<Lever, Long>> taken = taken(log);

        for (LeverCall call : log) {
            boolean merged = taken.getOrDefault(call.task(), Map.of()).containsKey(Lever.EXACT_DUPLICATES);
            assertEquals(call.counts() && call.spend() > 0 && isAnsweredByCache(call, log), merged, call.toString());
        }
    }

    @Property(tries = 500, seed = "20261125")
    void theOrderOfTheLogDoesNotMatter(@ForAll("logs") List<LeverCall> log) {
        assertEquals(taken(log), taken(log.reversed()));
    }

    @Test
    void eachLeverTakesFromWhatIsLeft() {
        LeverCall first = new LeverCall("r", 0, true, true, false, 1_000, 0.5, 0.5, "first", null);
        LeverCall again = new LeverCall("r", MINUTE, true, true, false, 1_000, 0.5, 0.5, "again", null);
        LeverCall nextDay = new LeverCall("r", DAY, true, true, false, 1_001, 0.5, 0.5, "next day", null);

        Map<String, Map<Lever, Long>> taken = taken(List.of(first, again, nextDay));

        assertEquals(Map.of(Lever.OVER_PROVISIONED_MODEL, 500L, Lever.BATCH_TIER, 250L), taken.get("first"));
        assertEquals(Map.of(Lever.EXACT_DUPLICATES, 1_000L), taken.get("again"));
        assertEquals(
                Map.of(Lever.OVER_PROVISIONED_MODEL, 500L, Lever.BATCH_TIER, 250L),
                taken.get("next day"),
                "the cached answer is a day old");
    }

    @Test
    void failuresAndAnswersThatWereCutOffAndAskedAgainAreLostAndNeverCached() {
        LeverCall failed = new LeverCall("r", 0, true, false, false, 10, 0, 0, "failed", null);
        LeverCall cut = new LeverCall("r", MINUTE, true, true, true, 20, 0, 0, "cut", null);
        LeverCall whole = new LeverCall("r", 2 * MINUTE, true, true, false, 30, 0, 0, "whole", null);
        LeverCall cutAlone = new LeverCall("s", MINUTE, true, true, true, 40, 0, 0, "cut alone", null);

        Map<String, Map<Lever, Long>> taken = taken(List.of(failed, cut, whole, cutAlone));

        assertEquals(Map.of("failed", Map.of(Lever.FAILED_CALLS, 10L), "cut", Map.of(Lever.FAILED_CALLS, 20L)), taken);
    }

    @Test
    void plantedDuplicatesAreFoundAndNothingElse() {
        List<LeverCall> log = new ArrayList<>();
        for (int request = 0; request < 500; request++) {
            log.add(new LeverCall("r" + request, request * MINUTE, true, true, false, 5, 0, 0, "u" + request, null));
            if (request % 4 == 0) {
                log.add(new LeverCall(
                        "r" + request, request * MINUTE + DAY - 1, true, true, false, 5, 0, 0, "d" + request, null));
            }
            if (request % 5 == 0) {
                log.add(new LeverCall(null, request * MINUTE, true, true, false, 5, 0, 0, "n" + request, null));
            }
        }

        Map<String, Map<Lever, Long>> taken = taken(log);

        assertEquals(125, taken.size(), "recall 125 of 125");
        assertTrue(taken.keySet().stream().allMatch(task -> task.startsWith("d")), "precision 1");
    }

    private static boolean isAnsweredByCache(LeverCall call, List<LeverCall> log) {
        List<LeverCall> same = log.stream()
                .filter(other -> other.request() != null && other.request().equals(call.request()))
                .sorted(Comparator.comparing(LeverCall::micros))
                .toList();
        @Nullable Long storedAt = null;
        for (int i = 0; i < same.size(); i++) {
            LeverCall at = same.get(i);
            boolean askedAgain = i + 1 < same.size() && same.get(i + 1).micros() <= at.micros() + 60 * MINUTE;
            boolean lost = !at.answered() || at.cutOff() && askedAgain;
            boolean hit = !lost && storedAt != null && at.micros() < storedAt + DAY;
            if (at == call) {
                return hit;
            }
            if (!lost && !hit && !at.cutOff()) {
                storedAt = at.micros();
            }
        }
        return false;
    }

    private static Map<String, Map<Lever, Long>> taken(List<LeverCall> log) {
        LeverPass pass = new LeverPass(A_DAY);
        log.stream()
                .sorted(Comparator.comparing(LeverCall::request, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(LeverCall::micros))
                .forEach(pass::add);
        Map<String, Map<Lever, Long>> taken = new HashMap<>();
        pass.finish()
                .forEach((part, byLever) -> byLever.forEach(
                        (lever, sum) -> taken.computeIfAbsent(part.task(), unused -> new EnumMap<>(Lever.class))
                                .put(lever, sum.picodollars())));
        return taken;
    }

    @Provide
    Arbitrary<List<LeverCall>> logs() {
        Arbitrary<LeverCall> call = Combinators.combine(
                        Arbitraries.of("a", "b").injectNull(0.3),
                        Arbitraries.longs().between(0, 3 * 24 * 60),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.longs().between(0, 1_000_000),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.doubles().between(0, 1))
                .as((request, minute, kind, spend, cheaper, batch) -> new LeverCall(
                        request,
                        Objects.requireNonNull(minute) * MINUTE,
                        minute >= 24 * 60,
                        kind > 1,
                        kind > 7,
                        spend,
                        cheaper,
                        batch,
                        "",
                        null));
        // One call a minute at most, each a task of its own.
        return call.list()
                .ofMaxSize(30)
                .uniqueElements(LeverCall::micros)
                .map(calls -> calls.stream()
                        .map(one -> new LeverCall(
                                one.request(),
                                one.micros(),
                                one.counts(),
                                one.answered(),
                                one.cutOff(),
                                one.spend(),
                                one.cheaperShare(),
                                one.batchShare(),
                                "at " + one.micros(),
                                null))
                        .toList());
    }
}
