package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TemplateIdTest {
    @Test
    void numbersIdsDatesAndQuotedStringsAreMasked() {
        assertEquals(
                "bill # of # for \"#\" is # eur (ref #).",
                TemplateId.skeleton(
                        "Bill A-4711 of 2026-10-31 for \"Ann Lee\" is 1,250.75 EUR (ref 9fd9fe14-abcd-4e41)."));
    }

    @Test
    void promptsOfOneTemplateHaveOneId() {
        assertEquals(
                TemplateId.of("Classify ticket 17: \"router down\""),
                TemplateId.of("Classify  ticket 93512:\n\"no dial tone\""));
        assertNotEquals(TemplateId.of("Classify ticket 17"), TemplateId.of("Summarise ticket 17"));
        assertTrue(TemplateId.of("x").matches("[0-9a-f]{16}"));
    }

    @Test
    void wordsWithHyphensStayAndAnOpenQuoteMasksNothing() {
        assertEquals("well-known \" stays", TemplateId.skeleton("Well-known \" stays"));
        assertEquals("a \"b c", TemplateId.skeleton("a \"b\nc"));
    }

    @Test
    void onlyTheFirstTwoThousandCharactersCount() {
        String head = "word ".repeat(400);
        assertEquals(TemplateId.of(head + "one"), TemplateId.of(head + "two"));
        assertEquals(2000, TemplateId.skeleton("x".repeat(100_000)).length());
    }

    @Test
    void lettersBeyondAsciiAreKeptAsTheyAre() {
        assertEquals("straße é #", TemplateId.skeleton("STRAßE é 5"));
    }
}
