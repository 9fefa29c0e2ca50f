package io.weighbridge.runner.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraderTest {
    @ParameterizedTest
    @CsvSource({
        "EXACT, ' yes ', yes, true",
        "EXACT, Yes, yes, false",
        "NUMBER, 'So it is 3 boxes: 1,200.50 in all.', 1200.5, true",
        "NUMBER, 'It is -4', 4, false",
        "NUMBER, 'none', 4, false",
        "NUMBER, 'about 1e999999999', 999999999, true",
        "JSON, '{\"a\": [1]}', '', true",
        "JSON, '{\"a\": [1]} and more', '', false",
        "JSON, '```json {} ```', '', false",
        "JSON, '', '', false"
    })
    void answersAreComparedAndParsed(Grader grader, String answer, String reference, boolean passes) {
        assertEquals(passes, grader.passes(answer, reference));
    }
}
