package io.weighbridge.bench.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every world in small: claims hold, and their broken twins are caught. In full: {@code weighbridge bench coverage}. */
class CoverageTest {
    private static final long SEED = 20261122;

    static Stream<String> worlds() {
        return Worlds.ALL.stream().map(World::name);
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void theClaimHoldsAndItsBrokenTwinIsCaught(String name) {
        World world = Worlds.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();

        Finding finding = Finding.of(world, SEED, false);

        assertTrue(finding.holds(), finding.wrong() + " of " + finding.worlds() + " wrong: " + world.rule());
        assertTrue(finding.catchesTheTwin(), finding.twinWrong() + " of " + finding.worlds() + " wrong in the twin");
    }

    @Test
    void namesAreUnique() {
        List<String> names = worlds().toList();
        assertEquals(names.size(), names.stream().distinct().count());
    }

    @Test
    void rulesAllowABinomialMarginAndNoMore() {
        assertEquals(67, Rule.errorAtMost(0.05).mostAccepted(1_000));
        assertEquals(286, Rule.errorAtMost(0.05).mostAccepted(5_000));
        assertEquals(123, Rule.errorAtMost(0.1).mostAccepted(1_000));
        assertTrue(Rule.coverage(0.93, 0.97).accepts(120, 4_000));
        assertFalse(Rule.coverage(0.93, 0.97).accepts(119, 4_000));
        assertFalse(Rule.coverage(0.93, 0.97).accepts(281, 4_000));
        assertFalse(Rule.succeeds(0.8).accepts(21, 100));
    }

    @Test
    void equalSeedsGiveEqualWorlds() {
        World world = Worlds.ALL.get(0);
        assertEquals(world.wrong(world.twin(), 7, 50), world.wrong(world.twin(), 7, 50));
    }
}
