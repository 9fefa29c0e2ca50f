package io.weighbridge.samples.prompt;

import io.weighbridge.samples.prompt.Grammar.Alternative;
import io.weighbridge.samples.prompt.Grammar.Piece;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads grammar files; several files make one grammar. Errors name file and line. */
final class GrammarReader {
    private static final Pattern ALTERNATIVE =
            Pattern.compile("(?<difficulty>-?[0-9]+(?:\\.[0-9]+)?)(?: x(?<weight>[0-9]+))? \\| (?<text>.+)");
    private static final Pattern SLOT = Pattern.compile("\\{(?:#(?<low>[0-9]+)-(?<high>[0-9]+)|(?<name>[a-z0-9_]+))}");

    private final Map<String, List<Alternative>> symbols = new LinkedHashMap<>();

    /** Adds the sections of one file. */
    GrammarReader read(String file, List<String> lines) {
        List<Alternative> section = null;
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                section = newSection(file, number, line.substring(1, line.length() - 1));
            } else {
                add(file, number, line, section);
            }
        }
        return this;
    }

    Grammar grammar() {
        return new Grammar(symbols);
    }

    private List<Alternative> newSection(String file, int number, String symbol) {
        List<Alternative> section = new ArrayList<>();
        if (symbols.putIfAbsent(symbol, section) != null) {
            throw broken(file, number, "section", "must appear once", symbol);
        }
        return section;
    }

    private static void add(String file, int number, String line, @Nullable List<Alternative> section) {
        Matcher matcher = ALTERNATIVE.matcher(line);
        if (section == null || !matcher.matches()) {
            throw broken(file, number, "alternative", "must be \"difficulty [xWEIGHT] | text\" in a section", line);
        }
        String weight = matcher.group("weight");
        section.add(new Alternative(
                Double.parseDouble(matcher.group("difficulty")),
                weight == null ? 1 : Integer.parseInt(weight),
                pieces(matcher.group("text").replace("\\n", "\n"))));
    }

    private static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher slot = SLOT.matcher(text);
        int end = 0;
        while (slot.find()) {
            if (slot.start() > end) {
                pieces.add(new Piece.Literal(text.substring(end, slot.start())));
            }
            pieces.add(piece(slot));
            end = slot.end();
        }
        if (end < text.length()) {
            pieces.add(new Piece.Literal(text.substring(end)));
        }
        return pieces;
    }

    private static Piece piece(Matcher slot) {
        String name = slot.group("name");
        if (name == null) {
            return new Piece.Number(Long.parseLong(slot.group("low")), Long.parseLong(slot.group("high")));
        }
        return name.equals("ref") ? new Piece.Reference() : new Piece.Symbol(name);
    }

    private static IllegalArgumentException broken(String file, int line, String field, String rule, String value) {
        return new IllegalArgumentException(file + ":" + line + ": " + field + ": " + rule + ", was " + value);
    }
}
