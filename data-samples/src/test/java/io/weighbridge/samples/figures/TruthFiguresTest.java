package io.weighbridge.samples.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.samples.truth.World;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruthFiguresTest {
    private static final int ROWS = 30_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42, 20_261_122})
    void inTheMixedWorldThereIsMuchToSaveForThoseWhoFindOutWhere(long seed) {
        TruthFigures figures = TruthFigures.measure(seed, World.MIXED, ROWS);
        assertEquals(List.of(), failures(figures));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42, 20_261_122})
    void inTheAlwaysNeededWorldThereIsNothingToSave(long seed) {
        TruthFigures figures = TruthFigures.measure(seed, World.ALWAYS_NEEDED, ROWS);
        assertEquals(List.of(), failures(figures));
        assertTrue(figures.tasks().stream().allMatch(task -> task.best().equals("sim-frontier")));
    }

    private static List<Requirement> failures(TruthFigures figures) {
        return figures.requirements().stream()
                .filter(requirement -> !requirement.holds())
                .toList();
    }
}
