package io.weighbridge.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTest {
    private final Kernel kernel = new Kernel();

    @Test
    void aCellMayHoldSeveralStatementsAndEndsWithItsValue() {
        assertEquals("42", kernel.evalRaw("int six = 6;\nint seven = 7;\nsix * seven"));
    }

    @Test
    void aLaterCellKnowsWhatAnEarlierOneDeclared() {
        assertNull(kernel.evalRaw("record Call(String model) {}\nCall call = new Call(\"small\");"));
        assertEquals("\"small\"", kernel.evalRaw("call.model()"));
    }

    @Test
    void aCellCanAskDuckDb() {
        assertEquals("42", kernel.evalRaw("query(\"SELECT ? * 7\", 6).value()"));
    }

    @Test
    void aMistakeInTheCodeIsTheCompilersMessage() {
        String message = assertThrows(IllegalArgumentException.class, () -> kernel.evalRaw("int x = true;"))
                .getMessage();

        assertEquals("incompatible types: boolean cannot be converted to int", message);
    }

    @Test
    void aThrownExceptionEndsTheCell() {
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> kernel.evalRaw("check(\"one is two\", 1 == 2);"));

        assertEquals("java.lang.IllegalStateException: does not hold: one is two", failure.getMessage());
    }

    @Test
    void anUnfinishedCellIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> kernel.evalRaw("int f() {"))
                .getMessage();

        assertEquals("the cell's code is not complete: int f() {", message);
        assertEquals("  ", kernel.isComplete("int f() {"));
    }

    @Test
    void namesAreCompleted() {
        List<String> suggestions = kernel.complete("Math.floorM", 11).getReplacements();

        assertTrue(suggestions.contains("floorMod("), suggestions.toString());
    }
}
