package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.audit.rollup.RequestPass.Fate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The pass over sorted calls, and the same from primitive arrays, against a search through all calls. */
class PromptPassTest {
    private static final int A_DAY = 24;
    private static final long MINUTE = 60_000_000L;
    private static final long DAY = 24 * 60 * MINUTE;
    private static final String DONE = "done";

    @Property(tries = 1_000, seed = "20261201")
    void aCallIsNearIfTheCacheHoldsAnAnswerToNearlyTheSamePromptAndElseItIsNot(
            @ForAll("logs") List<PromptedCall<Integer>> log) {
        assertEquals(searched(log), passed(log));
    }

    @Property(tries = 500, seed = "20261202")
    void theOrderOfTheLogDoesNotMatter(@ForAll("logs") List<PromptedCall<Integer>> log) {
        assertEquals(passed(log), passed(log.reversed()));
    }

    @Property(tries = 1_000, seed = "20261203")
    void primitiveArraysTellTheSame(@ForAll("logs") List<PromptedCall<Integer>> log) {
        List<PromptedCall<Integer>> before =
                log.stream().filter(call -> call.micros() < DAY).toList();
        List<PromptedCall<Integer>> day =
                log.stream().filter(call -> call.micros() >= DAY).toList();
        DayCalls own = calls(day);
        Fate[] fates = day.stream()
                .map(call -> call.counts() ? Fate.REMAINS : Fate.REPEATED)
                .toArray(Fate[]::new);

        NearRepeats.mark(fates, own, List.of(calls(before)), A_DAY);
        OneAnswerTemplates.mark(fates, own.requests(), answers(day));

        Map<Integer, Fate> told = passed(log);
        for (int i = 0; i < fates.length; i++) {
            assertEquals(
                    told.getOrDefault(day.get(i).of(), Fate.REPEATED),
                    fates[i],
                    day.get(i).toString());
        }
    }

    @Property(tries = 500, seed = "20261204")
    void timesAreSortedAndEqualOnesStayInOrder(
            @ForAll List<@LongRange(min = 0, max = 400 * DAY) Long> some,
            @ForAll List<@LongRange(max = 9) Long> equal) {
        long[] micros = Stream.concat(some.stream(), equal.stream())
                .mapToLong(Long::longValue)
                .toArray();

        assertArrayEquals(
                IntStream.range(0, micros.length)
                        .boxed()
                        .sorted(Comparator.comparingLong(i -> micros[i]))
                        .mapToInt(Integer::intValue)
                        .toArray(),
                TimeOrder.of(micros));
    }

    @Test
    void anAnswerFromTheCacheDoesNotProlongItsLife() {
        assertEquals(
                Map.of(0, Fate.REMAINS, 1, Fate.NEAR, 2, Fate.REMAINS),
                passed(List.of(asked(0, 0, 7, null), asked(1, DAY - 1, 7, null), asked(2, DAY, 7, null))));
    }

    @Test
    void aSentenceMoreIsARepeatInAnotherSessionAndAConversationInTheSame() {
        PromptedCall<Integer> first = asked(0, 0, 7, "monday");

        assertEquals(Fate.NEAR, passed(List.of(first, longer(1, "tuesday"))).get(1));
        assertEquals(Fate.REMAINS, passed(List.of(first, longer(1, "monday"))).get(1));
        assertEquals(Fate.REMAINS, passed(List.of(first, longer(1, null))).get(1), "not known");
    }

    @Test
    void callsOfOneTimeDoNotAnswerEachOther() {
        assertEquals(
                Map.of(0, Fate.REMAINS, 1, Fate.REMAINS, 2, Fate.NEAR),
                passed(List.of(asked(0, 5, 7, null), asked(1, 5, 7, null), asked(2, 6, 7, null))));
    }

    @Test
    void aTemplateIsUsedAfterTwentyEqualAnswersAndNotIfOneOfTheDayDiffers() {
        List<PromptedCall<Integer>> log = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            log.add(answered(i, DAY + i, "t", DONE));
        }
        log.add(answered(25, DAY + 30, "t", null));
        log.add(answered(26, DAY + 31, null, DONE));

        Map<Integer, Fate> fates = passed(log);
        for (int i = 0; i < log.size(); i++) {
            assertEquals(i >= 20 && i < 25 ? Fate.TEMPLATE : Fate.REMAINS, fates.get(i), "call " + i);
        }

        log.add(answered(27, DAY + 32, "t", "another"));
        assertEquals(
                27 + 1,
                passed(log).values().stream().filter(Fate.REMAINS::equals).count());
    }

    private static PromptedCall<Integer> asked(int id, long micros, int whole, @Nullable String session) {
        return new PromptedCall<>("c", micros, true, true, false, sketch(whole, whole), session, null, null, id);
    }

    private static PromptedCall<Integer> longer(int id, @Nullable String session) {
        return new PromptedCall<>("c", MINUTE, true, true, false, sketch(8, 7), session, null, null, id);
    }

    private static PromptedCall<Integer> answered(
            int id, long micros, @Nullable String template, @Nullable String answer) {
        return new PromptedCall<>("c", micros, true, true, false, sketch(id, id), null, template, answer, id);
    }

    private static long sketch(int whole, int beginning) {
        return (long) whole << 32 | beginning;
    }

    private static Map<Integer, Fate> passed(List<PromptedCall<Integer>> log) {
        Map<Integer, Fate> fates = new HashMap<>();
        PromptPass<Integer> pass = new PromptPass<>(A_DAY, fates::put);
        log.stream()
                .sorted(Comparator.comparing(
                                (PromptedCall<Integer> call) -> (String) call.circle(),
                                Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(PromptedCall::micros))
                .forEach(pass::add);
        pass.finish();
        return fates;
    }

    /** As the rules are written down, with a search through all calls for each. */
    private static Map<Integer, Fate> searched(List<PromptedCall<Integer>> log) {
        List<PromptedCall<Integer>> stored = new ArrayList<>();
        Map<Integer, Fate> fates = new HashMap<>();
        Map<Long, List<PromptedCall<Integer>>> byTime = new TreeMap<>();
        log.forEach(call -> byTime.computeIfAbsent(call.micros(), unused -> new ArrayList<>())
                .add(call));
        for (List<PromptedCall<Integer>> tied : byTime.values()) {
            List<PromptedCall<Integer>> given = new ArrayList<>();
            for (PromptedCall<Integer> call : tied) {
                boolean near = call.circle() != null && call.sketch() != null && isNear(call, stored);
                if (call.counts()) {
                    fates.put(call.of(), near ? Fate.NEAR : Fate.REMAINS);
                }
                if (!near && call.sketch() != null && call.answered() && !call.cutOff()) {
                    given.add(call);
                }
            }
            stored.addAll(given);
        }
        log.stream()
                .filter(call -> fates.get(call.of()) == Fate.REMAINS && isAfterOneAnswer(call, log, fates))
                .toList()
                .forEach(call -> fates.put(call.of(), Fate.TEMPLATE));
        return fates;
    }

    private static boolean isNear(PromptedCall<Integer> call, List<PromptedCall<Integer>> stored) {
        long sketch = Objects.requireNonNull(call.sketch());
        if (!alive(call, (int) (sketch >> 32), stored).isEmpty()) {
            return true;
        }
        List<PromptedCall<Integer>> shorter = alive(call, (int) sketch, stored);
        long last = shorter.stream().mapToLong(PromptedCall::micros).max().orElse(0);
        List<String> sessions = shorter.stream()
                .filter(one -> one.micros() == last)
                .map(one -> String.valueOf(one.session()))
                .distinct()
                .toList();
        return sessions.size() == 1
                && call.session() != null
                && !sessions.getFirst().equals("null")
                && !sessions.getFirst().equals(call.session());
    }

    private static List<PromptedCall<Integer>> alive(
            PromptedCall<Integer> call, int whole, List<PromptedCall<Integer>> stored) {
        return stored.stream()
                .filter(one -> Objects.equals(one.circle(), call.circle())
                        && (int) (Objects.requireNonNull(one.sketch()) >> 32) == whole
                        && call.micros() < one.micros() + DAY)
                .toList();
    }

    private static boolean isAfterOneAnswer(
            PromptedCall<Integer> call, List<PromptedCall<Integer>> log, Map<Integer, Fate> fates) {
        List<PromptedCall<Integer>> same = log.stream()
                .filter(other -> fates.getOrDefault(other.of(), Fate.FAILED) == Fate.REMAINS
                        && other.circle() != null
                        && other.circle().equals(call.circle())
                        && other.template() != null
                        && other.template().equals(call.template())
                        && other.answer() != null)
                .sorted(Comparator.comparing(PromptedCall::micros))
                .toList();
        return same.contains(call)
                && same.size() > 20
                && same.stream().map(PromptedCall::answer).distinct().count() == 1
                && call.micros() > same.get(19).micros();
    }

    private static DayCalls calls(List<PromptedCall<Integer>> calls) {
        Requests requests = new Requests();
        Sketches sketches = new Sketches(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            PromptedCall<Integer> call = calls.get(i);
            requests.add(true, i, i, call.micros(), call.answered(), call.cutOff());
            if (call.sketch() != null && call.circle() != null) {
                long circle = Hashes.mixed(call.circle().hashCode());
                sketches.set(
                        i,
                        Hashes.mixed(circle ^ (call.sketch() >> 32)),
                        Hashes.mixed(circle ^ call.sketch().intValue()),
                        call.session() == null ? 0 : call.session().hashCode());
            }
        }
        return new DayCalls(requests, sketches);
    }

    private static Answers answers(List<PromptedCall<Integer>> calls) {
        Answers answers = new Answers(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            PromptedCall<Integer> call = calls.get(i);
            if (call.circle() != null && call.template() != null && call.answer() != null) {
                long template =
                        Hashes.mixed(call.circle().hashCode()) ^ call.template().hashCode();
                answers.set(i, template, call.answer().hashCode());
            }
        }
        return answers;
    }

    @Provide
    Arbitrary<List<PromptedCall<Integer>>> logs() {
        Arbitrary<Integer> whole = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 4), Arbitraries.integers().between(1, 10_000));
        Arbitrary<Long> sketch = Combinators.combine(
                        whole, Arbitraries.integers().between(1, 4).injectNull(0.5))
                .as((all, beginning) -> sketch(all, beginning == null ? all : beginning));
        Arbitrary<PromptedCall<Integer>> call = Combinators.combine(
                        Arbitraries.frequency(Tuple.of(8, "c"), Tuple.of(1, "d"))
                                .injectNull(0.05),
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.integers().between(0, 19),
                        sketch.injectNull(0.1),
                        Arbitraries.of("s", "t").injectNull(0.2),
                        Arbitraries.frequency(Tuple.of(6, "x"), Tuple.of(1, "y"))
                                .injectNull(0.05),
                        Arbitraries.frequency(Tuple.of(99, DONE), Tuple.of(1, "no"))
                                .injectNull(0.05))
                .as((circle, slot, kind, print, session, template, answer) -> new PromptedCall<>(
                        circle,
                        slot * 15 * MINUTE,
                        slot >= 96 && kind > 2,
                        kind > 1,
                        kind > 17,
                        print,
                        session,
                        template,
                        answer,
                        0));
        return call.list().ofMaxSize(120).map(PromptPassTest::numbered);
    }

    private static List<PromptedCall<Integer>> numbered(List<PromptedCall<Integer>> calls) {
        return IntStream.range(0, calls.size())
                .mapToObj(i -> {
                    PromptedCall<Integer> call = calls.get(i);
                    return new PromptedCall<>(
                            call.circle(),
                            call.micros(),
                            call.counts(),
                            call.answered(),
                            call.cutOff(),
                            call.sketch(),
                            call.session(),
                            call.template(),
                            call.answer(),
                            i);
                })
                .toList();
    }
}
