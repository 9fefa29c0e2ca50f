package io.weighbridge.trainer.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class QualityCostHullTest {
    private static final List<Point> POINTS = List.of(
            new Point("below the line", 3, 0.6),
            new Point("dear", 4, 0.8),
            new Point("cheap", 1, 0.5),
            new Point("middle", 2, 0.7));

    @Test
    void onlyPointsThatNoMixtureBeatsAreCorners() {
        assertEquals(
                List.of("cheap", "middle", "dear"),
                QualityCostHull.of(POINTS).corners().stream()
                        .map(Point::setting)
                        .toList());
    }

    @Test
    void aiqIsTheAreaUnderTheHullOverTheAxisFlatAfterTheLastCorner() {
        // (0.5 + 0.7) / 2 · 1 + (0.7 + 0.8) / 2 · 2 + 0.8 · 1 = 2.9 on an axis of 5; nothing left of the cheapest.
        assertEquals(2.9 / 5, QualityCostHull.of(POINTS).aiq(5), 1e-12);
    }

    @Test
    void theAxisCutsTheHull() {
        assertEquals((0.6 + (0.7 + 0.75) / 2) / 3, QualityCostHull.of(POINTS).aiq(3), 1e-12);
    }

    @Test
    void payingMoreForLessIsNoCorner() {
        List<Point> points = List.of(new Point("good", 1, 0.9), new Point("bad and dear", 2, 0.4));
        assertEquals(0.45, QualityCostHull.of(points).aiq(2), 1e-12);
    }

    @Test
    void aConcavePointIsLiftedToTheLineBetweenItsNeighbours() {
        List<Point> points = List.of(new Point("a", 0, 0), new Point("b", 1, 0.1), new Point("c", 2, 1));
        assertEquals(0.5, QualityCostHull.of(points).qualityAt(1), 1e-12);
    }

    @Test
    void aHullNeedsAPoint() {
        assertEquals(
                "A hull needs at least one point",
                assertThrows(IllegalArgumentException.class, () -> QualityCostHull.of(List.of()))
                        .getMessage());
    }
}
