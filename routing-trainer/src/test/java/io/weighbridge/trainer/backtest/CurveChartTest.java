package io.weighbridge.trainer.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.trainer.backtest.BacktestResult.Curve;
import io.weighbridge.trainer.backtest.BacktestResult.CurvePoint;
import io.weighbridge.trainer.backtest.BacktestResult.Curves;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class CurveChartTest {
    private static final Curve ROUTER =
            new Curve("router", List.of(new CurvePoint(1, 0.6), new CurvePoint(4, 0.8), new CurvePoint(10, 0.9)));

    @Test
    void itIsOneDocumentThatSaysInWordsWhatItShows() throws Exception {
        Element svg = parsed(CurveChart.svg(new Curves(
                        "cost_usd", List.of(ROUTER, new Curve("large", List.of(new CurvePoint(10, 0.85)))))))
                .getDocumentElement();

        assertEquals("img", svg.getAttribute("role"));
        assertEquals("title description", svg.getAttribute("aria-labelledby"));
        assertEquals(
                "Mean quality against total cost in USD. router: 0.6000 at 1.00 to 0.9000 at 10.0. large: 0.8500 at 10.0.",
                svg.getElementsByTagName("desc").item(0).getTextContent());
        assertEquals(1, svg.getElementsByTagName("polyline").getLength());
        assertEquals(1, svg.getElementsByTagName("circle").getLength());
    }

    @Test
    void namesFromFilesAreTextWhateverTheyHold() throws Exception {
        String name = "<script>alert(\"x\")</script>&\u0000\ud800";
        String text = CurveChart.svg(new Curves(
                "strong_share", List.of(ROUTER, new Curve(name, List.of(new CurvePoint(0, 0.5))))));

        assertFalse(text.contains("<script"), text);
        Document document = parsed(text);
        assertTrue(document.getElementsByTagName("desc")
                .item(0)
                .getTextContent()
                .contains("<script>alert(\"x\")</script>&__: 0.5000 at 0.00."));
    }

    @Test
    void oneModelOfOneQualityStillHasAChart() throws Exception {
        Document document =
                parsed(CurveChart.svg(new Curves("cost_usd", List.of(new Curve("m", List.of(new CurvePoint(0, 1)))))));

        assertEquals(1, document.getElementsByTagName("circle").getLength());
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }
}
