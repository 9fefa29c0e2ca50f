package io.weighbridge.samples.month;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.samples.truth.SampleTask;
import io.weighbridge.samples.truth.SampleUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ContentsTest {
    private static final int ROWS = 20_000;

    private final Contents contents = new Contents(7);

    @Test
    void aRowIsTheSameWhoeverAsksAndInWhateverOrder() {
        Contents again = new Contents(7);
        for (long row = 999; row >= 0; row -= 37) {
            assertEquals(contents.unit(row), again.unit(row));
            assertEquals(contents.assignment(row), again.assignment(row));
        }
        assertNotEquals(contents.unit(5), new Contents(8).unit(5));
    }

    @Test
    void everyUserMessageAndEveryPromptLeadsBackToItsUnit() {
        for (long row = 0; row < 3_000; row++) {
            SampleUnit unit = contents.unit(row);
            assertEquals(Optional.of(unit), contents.find(unit.user()));
            assertEquals(Optional.of(unit), contents.find(unit.prompt()));
        }
    }

    @Test
    void aChangedMessageIsAStrangers() {
        assertEquals(Optional.empty(), contents.find(contents.unit(5).user() + " "));
    }

    @Test
    void anExactRepeatHasTheBytesOfItsSourceAndANearOneItsHiddenDifficulty() {
        int exact = 0;
        int near = 0;
        for (long row = 0; row < ROWS; row++) {
            SampleUnit unit = contents.unit(row);
            switch (contents.repeat(row)) {
                case ORIGINAL -> assertEquals(row, unit.row());
                case EXACT -> {
                    exact++;
                    assertEquals(contents.unit(unit.row()), unit);
                    assertTrue(unit.row() < row);
                }
                case NEAR -> {
                    near++;
                    assertEquals(row, unit.row());
                    assertTrue(unit.hiddenRow() < row);
                    assertEquals(contents.unit(unit.hiddenRow()).difficulty(), unit.difficulty());
                }
            }
        }
        assertEquals(0.036, exact / (double) ROWS, 0.005);
        assertEquals(0.054, near / (double) ROWS, 0.006);
    }

    @Test
    void aRepeatIsInTheClusterOfItsSource() {
        long repeat = LongStream.range(0, ROWS)
                .filter(row -> contents.repeat(row) == Repeat.NEAR)
                .findFirst()
                .orElseThrow();
        long source = contents.unit(repeat).hiddenRow();
        assertEquals(contents.cluster(source), contents.cluster(repeat));
    }

    @Test
    void tasksHaveTheirSharesAndSessionsOneApplication() {
        Map<SampleTask, Integer> calls = new HashMap<>();
        Map<String, String> applications = new HashMap<>();
        for (long row = 0; row < ROWS; row++) {
            calls.merge(contents.unit(row).task(), 1, Integer::sum);
            Assignment by = contents.assignment(row);
            String application = by.workstream().application();
            assertEquals(application, applications.computeIfAbsent(by.sessionId(), session -> application));
        }
        assertEquals(0.20, calls.getOrDefault(SampleTask.INTENT_CLASSIFICATION, 0) / (double) ROWS, 0.015);
        assertEquals(0.03, calls.getOrDefault(SampleTask.REPORT_DRAFTING, 0) / (double) ROWS, 0.008);
        assertEquals(SampleTask.values().length, calls.size());
    }

    @Test
    void difficultyIsStandardisedWithinEveryTask() {
        double[] sum = new double[SampleTask.values().length];
        double[] squares = new double[sum.length];
        int[] count = new int[sum.length];
        for (long row = 0; row < ROWS; row++) {
            SampleUnit unit = contents.unit(row);
            int task = unit.task().ordinal();
            sum[task] += unit.difficulty();
            squares[task] += unit.difficulty() * unit.difficulty();
            count[task]++;
        }
        for (int task = 0; task < sum.length; task++) {
            assertEquals(0, sum[task] / count[task], 0.15);
            assertEquals(1, squares[task] / count[task], 0.2);
        }
    }

    @Test
    void promptsAreVaried() {
        Set<String> words = new HashSet<>();
        for (long row = 0; row < 2_000; row++) {
            for (String word : contents.unit(row).user().split("[^A-Za-z]+")) {
                words.add(word);
            }
        }
        assertTrue(words.size() > 1_000, "different words: " + words.size());
    }
}
