package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromptSketchTest {
    private static final String ASKED = "Answer briefly.\nTicket 4711000000017 of Ann Lee, plan 25.\nMy line is dead.";

    @Test
    void longNumbersIdsAndTimesOfDayDoNotCount() {
        assertSameWhole(ASKED, ASKED.replace("4711000000017", "9042000000003"));
        assertSameWhole(
                "Session 3f9a5c1e-1d2b-4c77-9a01-55aa10bc2299: hello.",
                "Session 0c4e8f72-66b0-4a35-8d19-7e2f90a1b3c4: hello.");
        assertSameWhole("It is 2026-10-01T10:00:00.123Z. Hello.", "It is 2026-10-02T23:59:59.001Z. Hello.");
    }

    @Test
    void amountsDatesAndListsOfNumbersDo() {
        for (List<String> pair : List.of(
                List.of("Charged 12.50 EUR.", "Charged 12.80 EUR."),
                List.of("Due on 2026-10-01.", "Due on 2026-10-02."),
                List.of("Balance -5.", "Balance 5."),
                List.of("Mean of 1,2,3,4,5,6,7,8,9,10", "Mean of 1,2,3,4,5,6,7,8,9,11"),
                List.of("My line is dead.", "My line is not dead."))) {
            assertNotEquals(whole(pair.get(0)), whole(pair.get(1)), pair.toString());
        }
    }

    @Test
    void lettersOfEitherCaseAreOneAndSoAreSpaces() {
        assertSameWhole("My line is\n\n  dead. ", " my Line is dead.");
        assertNotEquals(whole("straße"), whole("STRASSE"));
    }

    @Test
    void aPromptWithASentenceAddedBeginsWithTheOther() {
        for (String added :
                List.of("\nSecond request.", " Any news on this?", "\n\nIt is urgent!\n", " Please answer. ")) {
            String again = ASKED.replace("4711000000017", "9042000000003") + added;
            assertEquals(whole(ASKED), beginning(again), added);
            assertNotEquals(whole(ASKED), whole(again), added);
        }
    }

    @Test
    void aFullStopWithinANumberEndsNoSentence() {
        assertEquals(whole("I pay you every month."), beginning("I pay you every month. Why 12.50?"));
    }

    @Test
    void twoSentencesMoreOrALongOneAreAnotherPrompt() {
        assertNotEquals(whole(ASKED), beginning(ASKED + " Hello? Anybody?"));
        String longer = ASKED + "\n" + "and ".repeat(25) + "so on";
        assertEquals(whole(longer), beginning(longer), "it has no beginning");
    }

    @Test
    void aPromptOfOneSentenceHasNoBeginningNorHasOneThatEndsWithMoreThanItBeganWith() {
        assertEquals(whole("Hello there"), beginning("Hello there"));
        assertEquals(whole("Sum up:\nthe contract of Ann"), beginning("Sum up:\nthe contract of Ann"));
    }

    @Test
    void aBlankPromptHasNoSketch() {
        assertTrue(PromptSketch.of("", Sha256::hex).isEmpty());
        assertTrue(PromptSketch.of(" \n\t", Sha256::hex).isEmpty());
    }

    @Test
    void theSketchIsMadeOfTheFirstDigitsOfTwoHashes() {
        String whole = Sha256.hex("ticket # is open. any news?").substring(0, 8);
        String beginning = Sha256.hex("ticket # is open.").substring(0, 8);

        assertEquals(
                whole + beginning,
                "%016x"
                        .formatted(PromptSketch.of("Ticket 4711000000017 is open.\nAny news?", Sha256::hex)
                                .orElseThrow()));
    }

    private static void assertSameWhole(String one, String other) {
        assertEquals(whole(one), whole(other), other);
    }

    private static int whole(String prompt) {
        return PromptSketch.whole(PromptSketch.of(prompt, Sha256::hex).orElseThrow());
    }

    private static int beginning(String prompt) {
        return PromptSketch.beginning(PromptSketch.of(prompt, Sha256::hex).orElseThrow());
    }
}
