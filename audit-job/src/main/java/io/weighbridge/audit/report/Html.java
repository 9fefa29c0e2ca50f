package io.weighbridge.audit.report;

import java.time.Instant;
import java.util.Locale;

/** Text and numbers as HTML. Names from logs are hostile: they are bounded and escaped here and nowhere else. */
final class Html {
    private static final int LONGEST_NAME = 120;

    private Html() {}

    /** A name from a log, safe between tags and in quoted attributes. */
    static String text(String name) {
        String bounded = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
        StringBuilder out = new StringBuilder(bounded.length() + 16);
        bounded.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isHarmless(c) ? c : 0xFFFD);
            }
        });
        return out.toString();
    }

    /** A name from a log between tags, which may break after a slash or an underscore. */
    static String name(String name) {
        return text(name).replace("/", "/<wbr>").replace("_", "_<wbr>");
    }

    /** A quality difference in points of a hundred, with its sign: {@code "−1.3"}. */
    static String points(double difference) {
        String digits = String.format(Locale.ROOT, "%.1f", Math.abs(difference) * 100);
        if (digits.equals("0.0")) {
            return "0.0";
        }
        return (difference < 0 ? "−" : "+") + digits;
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** The hour that begins at a time: {@code "2026-10-12 14:00 UTC"}. */
    static String hour(Instant begin) {
        return begin.toString().substring(0, "2026-10-12T14:00".length()).replace('T', ' ') + " UTC";
    }

    /** A coordinate of a drawing. */
    static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Neither a control character, a lone surrogate, nor one that reverses the direction of the text after it. */
    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL && type != Character.SURROGATE && type != Character.FORMAT;
    }
}
