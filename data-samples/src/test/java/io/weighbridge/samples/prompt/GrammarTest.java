package io.weighbridge.samples.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrammarTest {
    private static final List<String> LINES = List.of(
            "# how a complaint is worded",
            "[start]",
            "0 | {who} waits {#2-4} days, ticket {ref}\\nBye",
            "[who]",
            "-1 x3 | She",
            "1.5 | Nobody, if you will,");

    private final Grammar grammar = grammar(LINES);

    @Test
    void expansionGivesTextAndTheDifficultyOfItsPhrases() {
        for (long row = 0; row < 200; row++) {
            StringBuilder text = new StringBuilder();
            double difficulty = grammar.expand("start", random(row), "4711", text);
            assertTrue(
                    text.toString().matches("(She|Nobody, if you will,) waits [2-4] days, ticket 4711\nBye"),
                    text.toString());
            assertEquals(text.toString().startsWith("She") ? -1 : 1.5, difficulty);
        }
    }

    @Test
    void momentsAreThoseOfTheExpansions() {
        Grammar.Moments moments = grammar.moments("start");
        assertEquals((3 * -1 + 1.5) / 4, moments.mean(), 1e-12);
        assertEquals((3 * 1 + 2.25) / 4 - 0.375 * 0.375, moments.variance(), 1e-12);
        assertEquals(0, moments.standardise(moments.mean()));
    }

    @Test
    void aLineThatIsNoAlternativeIsNamed() {
        assertEquals(
                "t.txt:2: alternative: must be \"difficulty [xWEIGHT] | text\" in a section, was hard | word",
                refusal(List.of("[start]", "hard | word")));
        assertEquals(
                "t.txt:1: alternative: must be \"difficulty [xWEIGHT] | text\" in a section, was 0 | too early",
                refusal(List.of("0 | too early")));
    }

    @Test
    void aSectionAppearsOnce() {
        assertEquals("t.txt:3: section: must appear once, was start", refusal(List.of("[start]", "0 | a", "[start]")));
    }

    @Test
    void anUnknownSymbolIsNamed() {
        Grammar unknown = grammar(List.of("[start]", "0 | {missing}"));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> unknown.expand("start", random(0), "1", new StringBuilder()));
        assertEquals("symbol: must have a section, was [missing]", refused.getMessage());
    }

    private static String refusal(List<String> lines) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> grammar(lines))
                .getMessage());
    }

    private static Grammar grammar(List<String> lines) {
        return new GrammarReader().read("t.txt", lines).grammar();
    }

    private static RowRandom random(long row) {
        return RowRandom.of(1, Purpose.TEXT, row);
    }
}
