package io.weighbridge.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void namesFromLogsCannotBecomeMarkup() {
        assertEquals(
                "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;",
                Html.text("<script>alert('1')</script>\"&"));
    }

    @Test
    void controlAndDirectionCharactersAreReplaced() {
        assertEquals("a\uFFFDb\uFFFDc", Html.text("a\u0000b\u202Ec"));
    }

    @Test
    void longNamesAreCut() {
        assertEquals(121, Html.text("x".repeat(5_000)).length());
    }

    @Test
    void pointsCarryTheirSign() {
        assertEquals("−1.3", Html.points(-0.0131));
        assertEquals("+12.0", Html.points(0.12));
        assertEquals("0.0", Html.points(-0.0001));
    }
}
