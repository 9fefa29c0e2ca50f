package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PromptShapeTest {
    @Test
    void wordsLinesAndNumbersAreCounted() {
        PromptShape shape = shapeOf("Plan A costs 25.50\nor 7");
        assertEquals(23, shape.value(StructureFeature.BYTES));
        assertEquals(7, shape.value(StructureFeature.WORDS));
        assertEquals(2, shape.value(StructureFeature.LINES));
        assertEquals(3, shape.value(StructureFeature.NUMBERS));
        assertEquals(17.0 / 7, shape.value(StructureFeature.BYTES_PER_WORD));
        assertEquals(5.0 / 23, shape.value(StructureFeature.DIGIT_SHARE));
        assertEquals(2.0 / 23, shape.value(StructureFeature.UPPER_CASE_SHARE));
        assertEquals(1.0 / 23, shape.value(StructureFeature.PUNCTUATION_SHARE));
    }

    @Test
    void linesThatBeginWithALetterAndAMarkAreOptions() {
        assertEquals(4, options("Which?\nA. one\n  (b) two\nC) three\n\tD: four"));
        assertEquals(0, options("A.one\nAB. two\n1. three\n(( d) four\nE"));
    }

    @Test
    void linesThatBeginWithThreeBackticksAreCodeFences() {
        assertEquals(2, shapeOf("```sql\nSELECT 1\n ```\nnot ``` here").value(StructureFeature.CODE_FENCES));
    }

    @Test
    void bracesQuestionsAndMathAreCounted() {
        PromptShape shape = shapeOf("{[x]} = 3 + 4? \u2264 \u2211 \u2014 why?");
        assertEquals(4, shape.value(StructureFeature.BRACES));
        assertEquals(2, shape.value(StructureFeature.QUESTION_MARKS));
        assertEquals(4, shape.value(StructureFeature.MATH_SYMBOLS));
        assertEquals(9.0 / 31, shape.value(StructureFeature.NON_ASCII_SHARE));
    }

    @Test
    void anEmptyPromptHasNoSharesAndOneLine() {
        PromptShape shape = shapeOf("");
        assertEquals(0, shape.value(StructureFeature.DIGIT_SHARE));
        assertEquals(0, shape.value(StructureFeature.BYTES_PER_WORD));
        assertEquals(1, shape.value(StructureFeature.LINES));
    }

    @Test
    void aMeasureIsSharedBetweenTheKnotsAroundIt() {
        assertEquals(3, StructureFeature.BYTES.knotAtOrBelow(80));
        assertEquals(0.25, StructureFeature.BYTES.fractionAbove(3, 80));
        assertEquals(17, StructureFeature.BYTES.knotAtOrBelow(1e9));
        assertEquals(0, StructureFeature.BYTES.fractionAbove(17, 1e9));
        assertEquals(128, StructureFeature.POSITIONS);
    }

    private static double options(String prompt) {
        return shapeOf(prompt).value(StructureFeature.OPTION_LINES);
    }

    private static PromptShape shapeOf(String prompt) {
        PromptBytes bytes = new PromptBytes(1024);
        bytes.read(prompt);
        PromptScan scan = new PromptScan(true);
        scan.read(bytes);
        return scan.shape();
    }
}
