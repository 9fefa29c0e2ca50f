package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.InvalidRecordException;
import java.util.ArrayList;
import java.util.List;

/** Splits one record of a delimited table by RFC 4180: quotes around a cell, two quotes for one inside it. */
final class CsvRecord {
    private CsvRecord() {}

    /** Whether every quote that opens also closes, so that the record does not go on in the next line. */
    static boolean isComplete(CharSequence text) {
        boolean even = true;
        for (int i = 0; i < text.length(); i++) {
            even ^= text.charAt(i) == '"';
        }
        return even;
    }

    /** @throws InvalidRecordException if a quote stands where none may */
    static List<String> split(String text, char delimiter) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            int end = at < text.length() && text.charAt(at) == '"'
                    ? quotedCell(text, at, cells)
                    : plainCell(text, at, delimiter, cells);
            if (end == text.length()) {
                return cells;
            }
            if (text.charAt(end) != delimiter) {
                throw new InvalidRecordException(
                        "row",
                        "must have a delimiter after a closing quote",
                        "another character in cell " + cells.size());
            }
            at = end + 1;
        }
    }

    private static int plainCell(String text, int start, char delimiter, List<String> cells) {
        int end = text.indexOf(delimiter, start);
        int limit = end < 0 ? text.length() : end;
        cells.add(text.substring(start, limit));
        return limit;
    }

    private static int quotedCell(String text, int start, List<String> cells) {
        StringBuilder cell = new StringBuilder();
        int at = start + 1;
        while (at < text.length()) {
            int quote = text.indexOf('"', at);
            if (quote < 0) {
                break;
            }
            cell.append(text, at, quote);
            if (quote + 1 < text.length() && text.charAt(quote + 1) == '"') {
                cell.append('"');
                at = quote + 2;
            } else {
                cells.add(cell.toString());
                return quote + 1;
            }
        }
        throw new InvalidRecordException("row", "must close its quotes", "an open quote in cell " + (cells.size() + 1));
    }
}
