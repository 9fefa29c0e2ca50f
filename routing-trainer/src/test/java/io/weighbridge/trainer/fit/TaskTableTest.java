package io.weighbridge.trainer.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TaskTableTest {
    @Test
    void noiseAloneShrinksEveryTaskToTheOverallMean() {
        SplittableRandom random = new SplittableRandom(2);
        String[] task = new String[2000];
        double[] label = new double[2000];
        for (int i = 0; i < 2000; i++) {
            task[i] = "task " + i % 20;
            label[i] = random.nextInt(2);
        }
        TaskTable table = TaskTable.fit(task, label, ones(2000));

        table.tasks().values().forEach(entry -> assertEquals(table.overall(), entry.mean(), 1e-12));
    }

    @Test
    void tasksThatDifferKeepTheirMeansWhereTheEvidenceIsLarge() {
        String[] task = new String[4000];
        double[] label = new double[4000];
        for (int i = 0; i < 4000; i++) {
            task[i] = i % 2 == 0 ? "easy" : "hard";
            label[i] = i % 10 < (i % 2 == 0 ? 9 : 3) ? 1 : 0;
        }
        TaskTable table = TaskTable.fit(task, label, ones(4000));

        assertEquals(1.0, table.mean("easy"), 0.01);
        assertEquals(0.2, table.mean("hard"), 0.01);
    }

    @Test
    void anUnknownTaskHasTheOverallMean() {
        TaskTable table = TaskTable.fit(new String[] {"a", "a"}, new double[] {1, 0}, ones(2));
        assertEquals(0.5, table.mean("b"));
    }

    @Test
    void weightsCountAsRepetitionAndUnitsAsKish() {
        TaskTable table = TaskTable.fit(new String[] {"a", "a"}, new double[] {1, 0}, new double[] {3, 1});

        assertEquals(0.75, table.overall());
        assertEquals(16.0 / 10, Objects.requireNonNull(table.tasks().get("a")).units(), 1e-12);
    }

    @Test
    void aFewAgreeingUnitsAreNotCertain() {
        String[] task = new String[203];
        double[] label = new double[203];
        for (int i = 0; i < 203; i++) {
            task[i] = i < 3 ? "tiny" : i < 103 ? "good" : "bad";
            label[i] = i < 3 || i < 103 && i % 10 != 0 ? 1 : i % 3 == 0 ? 1 : 0;
        }
        double tiny = TaskTable.fit(task, label, ones(203)).mean("tiny");
        assertTrue(tiny < 0.97, "mean " + tiny);
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
