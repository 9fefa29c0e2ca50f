package io.weighbridge.trainer.card;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a document as Markdown, without its figures. */
public final class Markdown {
    private Markdown() {}

    public static String of(List<Block> blocks) {
        return blocks.stream()
                .map(Markdown::block)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String block(Block block) {
        return switch (block) {
            case Block.Heading heading -> "#".repeat(heading.level()) + " " + plain(heading.text()) + "\n";
            case Block.Paragraph paragraph -> plain(paragraph.text()) + "\n";
            case Block.Bullets bullets ->
                bullets.items().stream().map(item -> "- " + plain(item) + "\n").collect(Collectors.joining());
            case Block.Table table -> table(table);
            case Block.Figure figure -> "";
        };
    }

    private static String table(Block.Table table) {
        StringBuilder text = new StringBuilder(row(table.columns()));
        text.append("|---".repeat(table.columns().size())).append("|\n");
        table.rows().forEach(cells -> text.append(row(cells)));
        return text.toString();
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> plain(cell).replace('|', '_'))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** Names come from logs: nothing in them may break the table or become markup. */
    private static String plain(String text) {
        return text.replaceAll("[<>&`\\p{Cntrl}]", "_");
    }
}
