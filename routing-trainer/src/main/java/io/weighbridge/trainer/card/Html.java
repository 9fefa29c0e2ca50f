package io.weighbridge.trainer.card;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a document as one page that loads nothing and runs nothing. */
public final class Html {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;color:#1d2530;max-width:60rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #d8dee6}
            table{border-collapse:collapse;display:block;overflow-x:auto;font-variant-numeric:tabular-nums}
            th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #e6eaef;vertical-align:top}
            h1,p,li,figcaption{overflow-wrap:anywhere}th{font-weight:600}figure{margin:1rem 0}figcaption{color:#4b5766}svg{max-width:100%;height:auto}
            """;

    private Html() {}

    public static String of(String title, List<Block> blocks) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                %s
                </body>
                </html>
                """.formatted(
                        escaped(title), STYLE, blocks.stream().map(Html::block).collect(Collectors.joining("\n")));
    }

    private static String block(Block block) {
        return switch (block) {
            case Block.Heading heading -> "<h%1$d>%2$s</h%1$d>".formatted(heading.level(), escaped(heading.text()));
            case Block.Paragraph paragraph -> "<p>" + escaped(paragraph.text()) + "</p>";
            case Block.Bullets bullets ->
                bullets.items().stream()
                        .map(item -> "<li>" + escaped(item) + "</li>")
                        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
            case Block.Table table -> table(table);
            case Block.Figure figure ->
                "<figure>\n" + figure.chart().svg() + "\n<figcaption>"
                        + escaped(figure.chart().caption()) + "</figcaption>\n</figure>";
        };
    }

    private static String table(Block.Table table) {
        String head = row(table.columns(), "th");
        String body = table.rows().stream().map(cells -> row(cells, "td")).collect(Collectors.joining("\n"));
        return "<table>\n<thead>" + head + "</thead>\n<tbody>\n" + body + "\n</tbody>\n</table>";
    }

    private static String row(List<String> cells, String tag) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    /** Names come from logs: nothing in them may become markup. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replaceAll("\\p{Cntrl}", " ");
    }
}
