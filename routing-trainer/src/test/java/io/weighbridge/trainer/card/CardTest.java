package io.weighbridge.trainer.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class CardTest {
    private static final String HOSTILE = "<script>alert('x')</script> | `& \u0007\n## sql";

    private static final List<Block> BLOCKS = List.of(
            new Block.Heading(1, "Policy " + HOSTILE),
            new Block.Paragraph("Lost " + HOSTILE),
            new Block.Bullets(List.of("one", HOSTILE)),
            new Block.Table(List.of("task", HOSTILE), List.of(List.of(HOSTILE, "0.9"))),
            new Block.Figure(new Chart(
                    "Curve " + HOSTILE,
                    "saved",
                    HOSTILE,
                    List.of(new Chart.Point(0, 0), new Chart.Point(50, 0.01)),
                    1,
                    List.of(new Chart.Point(0, 0.02), new Chart.Point(50, 0.02)))));

    @Test
    void aPageLoadsNothingAndNamesCannotBecomeMarkup() {
        String html = Html.of("Card " + HOSTILE, BLOCKS);

        assertFalse(html.contains("<script"), html);
        assertFalse(html.contains("http"), html);
        assertTrue(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
        assertTrue(html.contains("<svg viewBox=\"0 0 640 320\""));
    }

    @Test
    void aPageIsWellFormed() throws Exception {
        String html = Html.of("Card", BLOCKS).replace("<!DOCTYPE html>", "").replaceAll("<meta[^>]*>", "");

        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.strip())));
        assertEquals(1, page.getElementsByTagName("svg").getLength());
        assertEquals(2, page.getElementsByTagName("circle").getLength());
        assertEquals(1, page.getElementsByTagName("td").getLength() / 2);
    }

    @Test
    void namesCannotBreakATableOfMarkdown() {
        String markdown = Markdown.of(BLOCKS);

        assertEquals(
                List.of(
                        "| task | _script_alert('x')_/script_ _ __ __## sql |",
                        "|---|---|",
                        "| _script_alert('x')_/script_ _ __ __## sql | 0.9 |"),
                markdown.lines().filter(line -> line.startsWith("|")).toList());
        assertFalse(markdown.contains("svg"));
        assertFalse(markdown.contains("\n## sql"));
    }

    @Test
    void rowsHaveOneCellPerColumn() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> new Block.Table(List.of("a", "b"), List.of(List.of("1"))));
        assertEquals("row: must have 2 cells, had 1", error.getMessage());
    }
}
