package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.audit.rollup.RequestPass.Fate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A prompt is a word, and each of its letters a step: {@code ab} and {@code ac} share one. */
class PrefixPassTest {
    private static final int LIFETIME = 5;
    private static final long SECOND = 1_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long MIDNIGHT = 10 * MINUTE;

    /** @param remains whether it was answered and nothing else saved it */
    private record Call(String prompt, long micros, boolean remains) {
        boolean isOfTheDay() {
            return micros >= MIDNIGHT;
        }

        boolean shares(int letters, Call other) {
            return prompt.length() >= letters
                    && other.prompt.length() >= letters
                    && prompt.substring(0, letters).equals(other.prompt.substring(0, letters));
        }
    }

    /** What a call reads, and up to where it writes for later ones. */
    private record Steps(int read, int written) {
        static final Steps NONE = new Steps(0, 0);
    }

    @Test
    void aLaterCallReadsTheLongestPrefixThatAnEarlierOneBegan() {
        assertEquals(
                List.of(new Steps(0, 2), new Steps(2, 0), new Steps(0, 0), new Steps(1, 0)),
                steps("abc", 0.0, "abd", 1.0, "b", 2.0, "a", 3.0));
    }

    @Test
    void aPrefixDiesALifetimeAfterItsLastUseAndEveryUseRenewsIt() {
        assertEquals(
                List.of(new Steps(0, 1), new Steps(1, 0), new Steps(1, 0), new Steps(0, 0)),
                steps("a", 0.0, "a", 4.99, "a", 9.98, "a", 14.98));
    }

    @Test
    void aPrefixIsWrittenOnceAsFarAsItIsReadAndAgainWhenItHasDied() {
        assertEquals(
                List.of(
                        new Steps(0, 1),
                        new Steps(1, 3),
                        new Steps(3, 0),
                        new Steps(1, 0),
                        new Steps(0, 1),
                        new Steps(1, 0)),
                steps("ab", 0.0, "acd", 1.0, "acd", 2.0, "a", 3.0, "ab", 10.0, "a", 11.0));
    }

    @Test
    void whatIsAskedWithinASecondOfTheFirstIsNotReadYet() {
        double second = 1 / 60.0;
        assertEquals(
                List.of(new Steps(0, 1), new Steps(0, 0), new Steps(0, 0), new Steps(1, 0)),
                steps("a", 0.0, "a", 0.0, "a", 0.9 * second, "a", second));
    }

    @Test
    void promptsThatShareNothingReadAndWriteNothing() {
        List<Call> log = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            log.add(new Call("" + (char) (0x4e00 + i) + "same", MIDNIGHT + i * SECOND, true));
        }

        assertEquals(List.of(Steps.NONE), found(log).stream().distinct().toList());
    }

    @Test
    void plantedPrefixesAreFoundAndNothingElseWhileTheTableGrowsAndForgets() {
        List<Call> log = new ArrayList<>();
        int reads = 0;
        for (int i = 0; i < 50_000; i++) {
            String own = "" + (char) (0x4e00 + i % 20_000) + i;
            boolean planted = i % 7 == 0;
            log.add(new Call(planted ? "shared" + own : own, MIDNIGHT + i * SECOND / 10, true));
            reads += planted && i >= 10 ? 1 : 0;
        }

        List<Steps> found = found(log);

        for (int i = 0; i < found.size(); i++) {
            assertEquals(i % 7 == 0 && i >= 10 ? 6 : 0, found.get(i).read(), "call " + i);
            assertEquals(i == 0 ? 6 : 0, found.get(i).written(), "call " + i);
        }
        assertEquals(7_141, reads);
    }

    @Property(tries = 3_000, seed = "20261201")
    void aSearchThroughAllCallsFindsTheSame(@ForAll("logs") List<Call> log) {
        List<Steps> found = found(log);

        List<Call> day = log.stream().filter(Call::isOfTheDay).toList();
        for (int i = 0; i < found.size(); i++) {
            assertEquals(searched(day.get(i), log), found.get(i), day.get(i) + " of " + log);
        }
    }

    @Test
    void entriesAreSortedByTimeWhateverTheOrderOfTheFiles() {
        SplittableRandom random = new SplittableRandom(5);
        long[] micros = random.longs(5_000, 0, 86_400 * SECOND).toArray();
        Prefixes prefixes = new Prefixes();
        IntStream.range(0, micros.length).forEach(prefixes::begin);

        int[] order = prefixes.inOrder(call -> call % 3 > 0, call -> micros[call]);

        assertEquals(
                IntStream.range(0, micros.length)
                        .filter(call -> call % 3 > 0)
                        .boxed()
                        .sorted(Comparator.comparing(call -> micros[call]))
                        .toList(),
                IntStream.of(order).boxed().toList());
    }

    /** Calls of the day, minutes after midnight. */
    private static List<Steps> steps(Object... promptsAndMinutes) {
        List<Call> log = new ArrayList<>();
        for (int i = 0; i < promptsAndMinutes.length; i += 2) {
            long micros = Math.round((Double) promptsAndMinutes[i + 1] * MINUTE);
            log.add(new Call((String) promptsAndMinutes[i], MIDNIGHT + micros, true));
        }
        return found(log);
    }

    /** By call of the day, in the order of the log. */
    private static List<Steps> found(List<Call> log) {
        Requests before = new Requests();
        Requests day = new Requests();
        for (Call call : log) {
            Requests of = call.isOfTheDay() ? day : before;
            if (!call.prompt().isEmpty()) {
                of.prefixes().begin(of.size());
                for (int letters = 1; letters <= call.prompt().length(); letters++) {
                    of.prefixes().add(call.prompt().substring(0, letters).hashCode() * 0x9E3779B97F4A7C15L);
                }
            }
            of.add(false, 0, 0, call.micros(), call.remains(), false);
        }
        Fate[] fates = IntStream.range(0, day.size())
                .mapToObj(call -> day.isAnswered(call) ? Fate.REMAINS : Fate.REPEATED)
                .toArray(Fate[]::new);
        PrefixSteps steps = SharedPrefixes.steps(day, fates, List.of(before), MIDNIGHT - LIFETIME * MINUTE, LIFETIME);
        assertEquals(day.prefixes().size() == 0, steps.isNone());
        return IntStream.range(0, day.size())
                .mapToObj(call -> steps.isNone() ? Steps.NONE : new Steps(steps.read(call), steps.written(call)))
                .toList();
    }

    private static Steps searched(Call call, List<Call> log) {
        List<Call> users = log.stream()
                .filter(other -> other.remains() && other.micros() >= MIDNIGHT - LIFETIME * MINUTE)
                .sorted(Comparator.comparing(Call::micros))
                .toList();
        if (!call.remains()) {
            return Steps.NONE;
        }
        int written = 0;
        for (int letters = 1; letters <= call.prompt().length(); letters++) {
            int step = letters;
            boolean isRead = users.stream()
                    .filter(other -> other.micros() > call.micros() && other.shares(step, call))
                    .anyMatch(other -> firstUse(other, step, users) == call.micros() && read(other, users) == step);
            boolean begins = firstUse(call, step, users) == call.micros();
            written = isRead && begins ? letters : written;
        }
        return new Steps(read(call, users), written);
    }

    private static int read(Call call, List<Call> users) {
        for (int letters = call.prompt().length(); letters > 0; letters--) {
            if (call.micros() - firstUse(call, letters, users) >= SECOND) {
                return letters;
            }
        }
        return 0;
    }

    /** When the prefix was begun that has been alive until the call. */
    private static long firstUse(Call call, int letters, List<Call> users) {
        long first = call.micros();
        for (Call other : users.reversed()) {
            if (other.micros() < first && other.shares(letters, call)) {
                if (first - other.micros() >= LIFETIME * MINUTE) {
                    return first;
                }
                first = other.micros();
            }
        }
        return first;
    }

    @Provide
    Arbitrary<List<Call>> logs() {
        Arbitrary<Call> call = Combinators.combine(
                        Arbitraries.strings().withChars('a', 'b').ofMaxLength(4),
                        Arbitraries.longs().between(0, 25),
                        Arbitraries.longs().between(0, 6),
                        Arbitraries.integers().between(0, 9))
                .as((prompt, minute, quarter, kind) -> new Call(
                        prompt,
                        Objects.requireNonNull(minute) * MINUTE + Objects.requireNonNull(quarter) * SECOND / 4,
                        kind > 1));
        // In any order, but no two at the same time.
        return call.list().ofMaxSize(40).uniqueElements(Call::micros);
    }

    @Test
    void theSearchHasSomethingToFind() {
        List<Call> log = List.of(
                new Call("ab", MIDNIGHT - MINUTE, true),
                new Call("ab", MIDNIGHT, true),
                new Call("abb", MIDNIGHT + MINUTE, true),
                new Call("abba", MIDNIGHT + 2 * MINUTE, true));
        assertEquals(new Steps(2, 0), searched(log.get(1), log));
        assertEquals(new Steps(2, 3), searched(log.get(2), log));
        assertEquals(new Steps(3, 0), searched(log.get(3), log));
    }
}
