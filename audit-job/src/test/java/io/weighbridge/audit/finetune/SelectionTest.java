package io.weighbridge.audit.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {
    @Test
    void ofEqualPromptsTheBestAnswerIsTakenThenTheLatestThenTheFirstName() {
        Selection selection = select(
                Examples.scored("good", "a", 0.9, 9),
                Examples.scored("best", "a", 1, 1),
                Examples.scored("early", "b", 1, 1),
                Examples.scored("late", "b", 1, 2),
                Examples.scored("y", "c", 1, 1),
                Examples.scored("x", "c", 1, 1));

        assertEquals(
                List.of("best", "late", "x"), ids(selection).stream().sorted().toList());
        assertEquals(3, selection.dropped().get(Fate.DUPLICATE_PROMPT));
    }

    @Test
    void noTemplateHasMoreExamplesThanAllowed() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            examples.add(Examples.of("many-" + i, "many " + i, "many", null));
        }
        examples.add(Examples.of("one", "one", "one", null));

        Selection selection = Selection.of(examples, 5, 100, "salt");

        assertEquals(6, selection.examples().size());
        assertEquals(25, selection.dropped().get(Fate.OVER_TEMPLATE_LIMIT));
    }

    @Test
    void noMoreExamplesAreTakenThanAskedForAndTheRestIsCounted() {
        List<Example> examples = numbered(20);

        Selection selection = Selection.of(examples, 5, 8, "salt");

        assertEquals(8, selection.examples().size());
        assertEquals(12, selection.dropped().get(Fate.OVER_LIMIT));
    }

    @Test
    void theOrderOfReadingChangesNothingAndAnotherSaltDoes() {
        List<Example> examples = new ArrayList<>(numbered(200));
        for (int i = 0; i < 100; i++) {
            examples.add(Examples.scored("again-" + i, "prompt " + i, 1, i % 3));
        }
        List<String> first = ids(Selection.of(examples, 5, 90, "salt"));

        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(examples, new Random(seed));
            assertEquals(first, ids(Selection.of(examples, 5, 90, "salt")));
        }
        assertNotEquals(first, ids(Selection.of(examples, 5, 90, "pepper")));
    }

    private static Selection select(Example... examples) {
        return Selection.of(List.of(examples), 100, 100, "salt");
    }

    private static List<Example> numbered(int examples) {
        return IntStream.range(0, examples)
                .mapToObj(i -> Examples.of("call-" + i, "prompt " + i))
                .toList();
    }

    private static List<String> ids(Selection selection) {
        return selection.examples().stream().map(Example::callId).toList();
    }
}
