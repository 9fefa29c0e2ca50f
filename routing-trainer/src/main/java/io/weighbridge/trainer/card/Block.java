package io.weighbridge.trainer.card;

import java.util.List;

/** A part of a document. Texts are plain; each rendering escapes them. */
public sealed interface Block {
    /** @param level 1 is the title of the document */
    record Heading(int level, String text) implements Block {}

    record Paragraph(String text) implements Block {}

    record Bullets(List<String> items) implements Block {
        public Bullets {
            items = List.copyOf(items);
        }
    }

    /** @param rows each with one cell per column */
    record Table(List<String> columns, List<List<String>> rows) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "row: must have " + columns.size() + " cells, had " + row.size());
                }
            }
        }
    }

    /** A drawing, on pages only; the numbers are in a table beside it. */
    record Figure(Chart chart) implements Block {}
}
