package io.weighbridge.samples.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.Usage;
import org.junit.jupiter.api.Test;

class TruthModelTest {
    private static final TruthModel MIXED = new TruthModel(7, World.MIXED);
    private static final TruthModel ALWAYS_NEEDED = new TruthModel(7, World.ALWAYS_NEEDED);

    @Test
    void aTypicalPromptIsAnsweredAtTheTypicalAccuracy() {
        assertEquals(0.880, MIXED.probability(unit(1, SampleTask.NETWORK_DIAGNOSIS, 0), SimulatedModel.FRONTIER), 1e-9);
        assertEquals(0.560, MIXED.probability(unit(1, SampleTask.NETWORK_DIAGNOSIS, 0), SimulatedModel.OPEN_8B), 1e-9);
    }

    @Test
    void answersAreRightAsOftenAsTheChanceSays() {
        for (SimulatedModel model : SimulatedModel.values()) {
            int right = 0;
            double expected = MIXED.probability(unit(0, SampleTask.NL_TO_SQL, 0.8), model);
            for (int row = 0; row < 20_000; row++) {
                right += MIXED.isRight(unit(row, SampleTask.NL_TO_SQL, 0.8), model) ? 1 : 0;
            }
            assertEquals(expected, right / 20_000.0, 0.012, model.label());
        }
    }

    @Test
    void harderPromptsAreAnsweredRightlyLessOften() {
        for (SampleTask task : SampleTask.values()) {
            double easy = MIXED.probability(unit(0, task, -1), SimulatedModel.SMALL);
            double hard = MIXED.probability(unit(0, task, 1), SimulatedModel.SMALL);
            assertTrue(easy > hard + 0.02, task + ": " + easy + " and " + hard);
        }
    }

    @Test
    void inTheAlwaysNeededWorldNoDifficultySparesTheFrontierModel() {
        for (SampleTask task : SampleTask.values()) {
            for (double difficulty = -2; difficulty <= 3; difficulty += 0.25) {
                SampleUnit unit = unit(0, task, difficulty);
                double frontier = ALWAYS_NEEDED.probability(unit, SimulatedModel.FRONTIER);
                for (SimulatedModel model : SimulatedModel.candidates()) {
                    double loss = frontier - ALWAYS_NEEDED.probability(unit, model);
                    assertTrue(loss >= 0.10, task + " at " + difficulty + ": " + loss);
                }
            }
        }
    }

    @Test
    void modelsShareHiddenDifficulty() {
        int bothWrong = 0;
        int frontierWrong = 0;
        for (int row = 0; row < 20_000; row++) {
            SampleUnit unit = unit(row, SampleTask.TICKET_TRIAGE, 0);
            boolean wrong = !MIXED.isRight(unit, SimulatedModel.FRONTIER);
            frontierWrong += wrong ? 1 : 0;
            bothWrong += wrong && !MIXED.isRight(unit, SimulatedModel.SMALL) ? 1 : 0;
        }
        // Independent models would share one failure in twenty.
        assertTrue(bothWrong > 0.6 * frontierWrong, bothWrong + " of " + frontierWrong);
    }

    @Test
    void outputNeverExceedsTheTasksLimitAndCheapModelsRamble() {
        double frontier = 0;
        double open = 0;
        for (int row = 0; row < 2_000; row++) {
            SampleUnit unit = unit(row, SampleTask.REPORT_DRAFTING, 0);
            frontier += output(unit, SimulatedModel.FRONTIER);
            open += output(unit, SimulatedModel.OPEN_8B);
            assertTrue(output(unit, SimulatedModel.OPEN_8B) <= SampleTask.REPORT_DRAFTING.maxTokens());
        }
        assertEquals(1.39, open / frontier, 0.08);
    }

    @Test
    void costIsTokensTimesPrice() {
        assertEquals(
                "0.004500000000",
                SimulatedModel.FRONTIER.cost(Usage.of(1_000, 100)).toString());
        assertEquals(
                "0.000060000000",
                SimulatedModel.OPEN_8B.cost(Usage.of(1_000, 100)).toString());
    }

    private static long output(SampleUnit unit, SimulatedModel model) {
        return MIXED.usage(unit, model).outputTokens();
    }

    private static SampleUnit unit(long row, SampleTask task, double difficulty) {
        return new SampleUnit(row, row, task, "system", "user", difficulty);
    }
}
