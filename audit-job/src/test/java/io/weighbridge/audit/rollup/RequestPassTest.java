package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.rollup.RequestPass.Fate;
import java.util.ArrayList;
import java.util.Comparator;
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

/** The pass over sorted calls, and the same from primitive arrays, against a search through all calls. */
class RequestPassTest {
    private static final int A_DAY = 24;
    private static final long MINUTE = 60_000_000L;
    private static final long DAY = 24 * 60 * MINUTE;

    @Property(tries = 2_000, seed = "20261124")
    void aCallIsRepeatedIfTheCacheHoldsAnAnswerToItsRequestAndElseItIsNot(
            @ForAll("logs") List<RequestedCall<String>> log) {
        Map<String, Fate> fates = fates(log);

        for (RequestedCall<String> call : log) {
            if (call.counts()) {
                assertEquals(fate(call, log), fates.get(call.of()), call.toString());
            } else {
                assertNull(fates.get(call.of()), "earlier calls only fill the cache");
            }
        }
    }

    @Property(tries = 500, seed = "20261125")
    void theOrderOfTheLogDoesNotMatter(@ForAll("logs") List<RequestedCall<String>> log) {
        assertEquals(fates(log), fates(log.reversed()));
    }

    @Property(tries = 2_000, seed = "20261126")
    void primitiveArraysTellTheSame(@ForAll("logs") List<RequestedCall<String>> log) {
        Requests before = new Requests();
        Requests day = new Requests();
        List<RequestedCall<String>> counted = new ArrayList<>();
        for (RequestedCall<String> call : log) {
            Object request = call.request();
            long hash = request == null ? 0 : request.hashCode();
            (call.counts() ? day : before)
                    .add(request != null, hash, ~hash, call.micros(), call.answered(), call.cutOff());
            if (call.counts()) {
                counted.add(call);
            }
        }

        Fate[] found = RepeatedRequests.fates(day, List.of(before), A_DAY, calls -> {
            throw new AssertionError("no two calls are at the same time");
        });

        Map<String, Fate> fates = fates(log);
        for (int i = 0; i < found.length; i++) {
            assertEquals(fates.get(counted.get(i).of()), found[i]);
        }
    }

    @Test
    void ofCallsAtTheSameTimeTheFirstByNameIsPaid() {
        Requests day = new Requests();
        for (int i = 0; i < 3; i++) {
            day.add(true, 7, 8, 60, true, false);
        }

        Fate[] found = RepeatedRequests.fates(day, List.of(), A_DAY, calls -> {
            assertEquals(List.of(0, 1, 2), calls.stream().distinct().sorted().toList());
            return Comparator.reverseOrder();
        });

        assertEquals(List.of(Fate.REPEATED, Fate.REPEATED, Fate.REMAINS), List.of(found));
    }

    @Test
    void requestsWhoseHashesFallTogetherAreNotMerged() {
        Requests day = new Requests();
        for (int i = 0; i < 5_000; i++) {
            day.add(true, 7, i % 2_500, i, true, false);
        }

        Fate[] found = RepeatedRequests.fates(day, List.of(), A_DAY, calls -> Comparator.naturalOrder());

        assertEquals(
                2_500, List.of(found).stream().filter(Fate.REPEATED::equals).count());
    }

    @Test
    void failuresAndAnswersThatWereCutOffAndAskedAgainAreLostAndNeverCached() {
        RequestedCall<String> failed = new RequestedCall<>("r", 0, true, false, false, "failed");
        RequestedCall<String> cut = new RequestedCall<>("r", MINUTE, true, true, true, "cut");
        RequestedCall<String> whole = new RequestedCall<>("r", 2 * MINUTE, true, true, false, "whole");
        RequestedCall<String> cutAlone = new RequestedCall<>("s", MINUTE, true, true, true, "cut alone");

        assertEquals(
                Map.of("failed", Fate.FAILED, "cut", Fate.FAILED, "whole", Fate.REMAINS, "cut alone", Fate.REMAINS),
                fates(List.of(failed, cut, whole, cutAlone)));
    }

    @Test
    void plantedDuplicatesAreFoundAndNothingElse() {
        List<RequestedCall<String>> log = new ArrayList<>();
        for (int request = 0; request < 500; request++) {
            long at = request * MINUTE;
            log.add(new RequestedCall<>("r" + request, at, true, true, false, "u" + request));
            if (request % 4 == 0) {
                log.add(new RequestedCall<>("r" + request, at + DAY - 1, true, true, false, "d" + request));
            }
            if (request % 5 == 0) {
                log.add(new RequestedCall<>(null, at, true, true, false, "n" + request));
            }
        }

        List<String> repeated = fates(log).entrySet().stream()
                .filter(entry -> entry.getValue() == Fate.REPEATED)
                .map(Map.Entry::getKey)
                .toList();

        assertEquals(125, repeated.size(), "recall 125 of 125");
        assertTrue(repeated.stream().allMatch(call -> call.startsWith("d")), "precision 1");
    }

    private static Fate fate(RequestedCall<String> call, List<RequestedCall<String>> log) {
        List<RequestedCall<String>> same = log.stream()
                .filter(other -> other == call
                        || other.request() != null && other.request().equals(call.request()))
                .sorted(Comparator.comparing(RequestedCall::micros))
                .toList();
        @Nullable Long storedAt = null;
        for (int i = 0; i < same.size(); i++) {
            RequestedCall<String> at = same.get(i);
            boolean askedAgain = i + 1 < same.size() && same.get(i + 1).micros() <= at.micros() + 60 * MINUTE;
            boolean lost = !at.answered() || at.cutOff() && askedAgain;
            boolean hit = !lost && storedAt != null && at.micros() < storedAt + DAY;
            if (at == call) {
                return lost ? Fate.FAILED : hit ? Fate.REPEATED : Fate.REMAINS;
            }
            if (!lost && !hit && !at.cutOff()) {
                storedAt = at.micros();
            }
        }
        throw new AssertionError("the call must be in the log");
    }

    private static Map<String, Fate> fates(List<RequestedCall<String>> log) {
        Map<String, Fate> fates = new HashMap<>();
        RequestPass<String> pass = new RequestPass<>(A_DAY, (call, fate) -> fates.put(call.of(), fate));
        log.stream()
                .sorted(Comparator.comparing(
                                (RequestedCall<String> call) -> (String) call.request(),
                                Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(RequestedCall::micros))
                .forEach(pass::add);
        pass.finish();
        return fates;
    }

    @Provide
    Arbitrary<List<RequestedCall<String>>> logs() {
        Arbitrary<RequestedCall<String>> call = Combinators.combine(
                        Arbitraries.of("a", "b").injectNull(0.3),
                        Arbitraries.longs().between(0, 3 * 24 * 60),
                        Arbitraries.integers().between(0, 9))
                .as((request, minute, kind) -> new RequestedCall<>(
                        request,
                        Objects.requireNonNull(minute) * MINUTE,
                        minute >= 24 * 60,
                        kind > 1,
                        kind > 7,
                        "at " + minute));
        // One call a minute at most.
        return call.list().ofMaxSize(30).uniqueElements(RequestedCall::micros);
    }
}
