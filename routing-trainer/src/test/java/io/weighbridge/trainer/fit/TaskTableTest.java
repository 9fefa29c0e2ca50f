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

    @Test
    void amountsShrinkByTheirOwnSpreadAndUnknownOnesArePassedOver() {
        String[] task = new String[402];
        double[] tokens = new double[402];
        for (int i = 0; i < 400; i++) {
            task[i] = i < 200 ? "short" : "long";
            tokens[i] = (i < 200 ? 100 : 900) + (i % 2 == 0 ? 20 : -20);
        }
        task[400] = "rare";
        tokens[400] = 2000;
        task[401] = "short";
        tokens[401] = Double.NaN;
        TaskTable table = TaskTable.ofAmounts(task, tokens, ones(402));

        assertEquals(100, table.mean("short"), 5);
        assertEquals(900, table.mean("long"), 5);
        assertEquals(200, Objects.requireNonNull(table.tasks().get("short")).units(), 1e-9);
        assertTrue(table.mean("rare") > 900 && table.mean("rare") < 1900, "one long answer: " + table.mean("rare"));
    }

    @Test
    void amountsThatAreAllUnknownHaveNoMean() {
        TaskTable table = TaskTable.ofAmounts(new String[] {"a"}, new double[] {Double.NaN}, ones(1));
        assertTrue(Double.isNaN(table.mean("a")));
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
