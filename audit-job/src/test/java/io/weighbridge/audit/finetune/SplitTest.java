package io.weighbridge.audit.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void aChainOfSharedPromptsTemplatesAndSessionsIsOneGroup() {
        List<Example> examples = List.of(
                Examples.of("1", "a", "t1", "s1"),
                Examples.of("2", "b", "t2", "s1"),
                Examples.of("3", "c", "t2", null),
                Examples.of("4", "c", "t4", null),
                Examples.of("5", "d", "t4", null),
                Examples.of("6", "e", "t6", "s6"));
        Groups groups = new Groups(examples, SplitBy.TEMPLATE);

        assertEquals(
                List.of("a", "a", "a", "a", "a", "e"),
                examples.stream().map(groups::name).toList());
    }

    @Test
    void byPromptOnlySessionsAndPromptsConnect() {
        List<Example> examples = List.of(
                Examples.of("1", "a", "t", "s"), Examples.of("2", "b", "t", "s"), Examples.of("3", "c", "t", null));
        Groups groups = new Groups(examples, SplitBy.PROMPT);

        assertEquals(List.of("a", "a", "c"), examples.stream().map(groups::name).toList());
    }

    /** A hundred worlds of a few hundred examples that share prompts, templates and sessions at random. */
    @Test
    void nothingThatIsSharedIsOnBothSidesWhateverTheOrder() {
        for (int seed = 0; seed < 100; seed++) {
            List<Example> examples = world(new Random(seed));
            Split split = split(examples, 0.2);

            for (SharedBy shared : SharedBy.values()) {
                Set<String> both = new HashSet<>(shared.of(split.train()));
                both.retainAll(shared.of(split.validation()));
                assertEquals(Set.of(), both, "seed " + seed + ", " + shared);
            }
            assertEquals(
                    examples.size(), split.train().size() + split.validation().size());
            Set<Example> validation = new HashSet<>(split.validation());

            Collections.shuffle(examples, new Random(seed + 1000));
            assertEquals(validation, new HashSet<>(split(examples, 0.2).validation()), "seed " + seed);
        }
    }

    private enum SharedBy {
        PROMPT,
        TEMPLATE,
        SESSION;

        Set<String> of(List<Example> examples) {
            Set<String> values = new HashSet<>();
            for (Example example : examples) {
                String value = this == PROMPT
                        ? example.promptKey()
                        : this == TEMPLATE ? example.template() : example.session();
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        }
    }

    private static List<Example> world(Random random) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            examples.add(Examples.of(
                    "call-" + i,
                    "prompt " + random.nextInt(280),
                    "template " + random.nextInt(150),
                    random.nextInt(4) == 0 ? "session " + random.nextInt(100) : null));
        }
        return examples;
    }

    @Test
    void theShareIsReachedAndNotExceededWhereGroupsAreSmall() {
        List<Example> examples = numbered(1000);
        Split split = split(examples, 0.1);

        assertEquals(100, split.validation().size());
        assertEquals(1000, split.groups());
        assertEquals(1, split.largestGroup());
    }

    @Test
    void ofGroupsThatAreAllTooLargeTheSmallestIsHeldBack() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            examples.add(Examples.of("a" + i, "a" + i, i < 6 ? "large" : "small", null));
        }
        Split split = split(examples, 0.1);

        assertEquals(4, split.validation().size());
    }

    @Test
    void oneGroupIsNotSplitAndNoShareHoldsNothingBack() {
        List<Example> one = List.of(Examples.of("1", "a", "t", null), Examples.of("2", "b", "t", null));
        assertTrue(split(one, 0.5).validation().isEmpty());
        assertTrue(split(numbered(10), 0).validation().isEmpty());
    }

    @Test
    void theSaltDecidesWhichGroupsAreHeldBack() {
        List<Example> examples = numbered(100);
        Groups groups = new Groups(examples, SplitBy.TEMPLATE);
        List<Example> held = Split.of(examples, groups::name, 0.1, "salt").validation();

        assertEquals(held, Split.of(examples, groups::name, 0.1, "salt").validation());
        assertNotEquals(held, Split.of(examples, groups::name, 0.1, "pepper").validation());
        assertFalse(held.isEmpty());
    }

    private static Split split(List<Example> examples, double share) {
        return Split.of(examples, new Groups(examples, SplitBy.TEMPLATE)::name, share, "salt");
    }

    private static List<Example> numbered(int examples) {
        return IntStream.range(0, examples)
                .mapToObj(i -> Examples.of("call-" + i, "prompt " + i))
                .toList();
    }
}
