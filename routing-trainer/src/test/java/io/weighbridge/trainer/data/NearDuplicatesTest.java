package io.weighbridge.trainer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    private static final String BILL =
            "Explain to the customer why the bill of March is higher than usual, mention roaming and the new device plan";

    @Test
    void caseNumbersAndPunctuationDoNotMakePromptsDifferent() {
        assertArrayEquals(
                new int[] {0, 0, 0},
                NearDuplicates.groups(List.of(
                        "Route ticket 4711: no signal in the cellar!",
                        "route ticket 12: No signal in the cellar",
                        "ROUTE TICKET 99 -- no signal, in the cellar")));
    }

    @Test
    void aPromptWithAFewMoreWordsIsANearDuplicate() {
        assertArrayEquals(new int[] {0, 0}, NearDuplicates.groups(List.of(BILL, BILL + " please")));
    }

    @Test
    void differentPromptsStayApart() {
        int[] groups = NearDuplicates.groups(List.of(BILL, "What is the capital of the country with the most lakes?"));
        assertNotEquals(groups[0], groups[1]);
    }

    @Test
    void foldsKeepGroupsTogetherAndTasksEven() {
        int[] groups = IntStream.range(0, 400).map(i -> i / 2).toArray();
        List<String> tasks = IntStream.range(0, 400)
                .mapToObj(i -> i < 100 ? "rare" : "common")
                .toList();

        int[] fold = Folds.assign(groups, tasks, 2, 7);

        for (int i = 0; i < 400; i += 2) {
            assertEquals(fold[i], fold[i + 1]);
        }
        assertEquals(50, IntStream.range(0, 100).filter(i -> fold[i] == 0).count());
        assertEquals(150, IntStream.range(100, 400).filter(i -> fold[i] == 0).count());
        assertArrayEquals(fold, Folds.assign(groups, tasks, 2, 7));
    }

    @Test
    void emptyPromptsDoNotFail() {
        assertArrayEquals(new int[] {0, 0}, NearDuplicates.groups(Collections.nCopies(2, "")));
    }
}
