package io.weighbridge.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Table calls = Notebook.query("SELECT * FROM (VALUES ('a', 1.5), ('b', 2.25)) AS t(model, usd)");

    @Test
    void aColumnIsKnownByItsName() {
        assertEquals(List.of("a", "b"), calls.texts("model"));
        assertEquals(List.of(1.5, 2.25), calls.numbers("usd"));
    }

    @Test
    void anUnknownColumnIsNamedBesideTheKnownOnes() {
        String message = assertThrows(IllegalArgumentException.class, () -> calls.column("cost"))
                .getMessage();

        assertEquals("column: must be one of [model, usd], was cost", message);
    }

    @Test
    void textFromALogIsEscaped() {
        Table hostile = Notebook.query("SELECT '<script>&' AS task");

        assertEquals("<table><tr><th>task</th></tr><tr><td>&lt;script&gt;&amp;</td></tr></table>", hostile.toHtml());
    }

    @Test
    void anUnknownValueIsAnEmptyCell() {
        assertEquals(
                "<table><tr><th>usd</th></tr><tr><td></td></tr></table>",
                Notebook.query("SELECT NULL AS usd").toHtml());
    }

    @Test
    void numbersHaveNoExponentAndAnUnknownOneIsNotANumber() {
        Table small = Notebook.query("SELECT * FROM (VALUES (0.0001::DOUBLE), (NULL)) AS t(loss)");

        assertEquals(List.of("0.00010", ""), small.texts("loss"));
        assertEquals(List.of(0.0001, Double.NaN), small.numbers("loss"));
    }

    @Test
    void theValueOfAWholeTableIsRefused() {
        String message = assertThrows(IllegalStateException.class, calls::value).getMessage();

        assertEquals("must have one row and one column, has 2 and 2", message);
    }
}
