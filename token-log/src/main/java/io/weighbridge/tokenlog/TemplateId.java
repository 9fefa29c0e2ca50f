package io.weighbridge.tokenlog;

/**
 * The identity of a prompt's skeleton, equal for prompts made from one template with other numbers, ids and quoted
 * strings (FORMAT.md, "Template id").
 *
 * <p>The skeleton is made by ASCII rules only, so that every language can make it: a run of letters, digits, {@code _}
 * and {@code -} (and {@code . , : /} between two digits) that holds a digit becomes {@code #}; a string between two {@code "} on one line, up to 200 characters, becomes
 * {@code "#"}; runs of white space become one space; capital letters become small; only the first 2,000 characters of
 * the skeleton count.
 */
public final class TemplateId {
    private static final String JOINERS = ".,:/";
    private static final int LONGEST_QUOTE = 200;
    private static final int LONGEST_SKELETON = 2_000;
    private static final int ID_DIGITS = 16;

    private TemplateId() {}

    /** 16 hexadecimal digits of the skeleton's SHA-256. */
    public static String of(String prompt) {
        return Sha256.hex(skeleton(prompt)).substring(0, ID_DIGITS);
    }

    static String skeleton(String prompt) {
        StringBuilder skeleton = new StringBuilder();
        int at = 0;
        while (at < prompt.length() && skeleton.length() < LONGEST_SKELETON) {
            char c = prompt.charAt(at);
            if (AsciiWords.isPart(prompt, at, JOINERS)) {
                at = word(prompt, at, skeleton);
            } else if (c == '"') {
                at = quote(prompt, at, skeleton);
            } else if (AsciiWords.isSpace(c)) {
                at = space(prompt, at, skeleton);
            } else {
                skeleton.append(c);
                at++;
            }
        }
        skeleton.setLength(Math.min(skeleton.length(), LONGEST_SKELETON));
        return skeleton.toString().trim();
    }

    private static int word(String prompt, int start, StringBuilder skeleton) {
        int end = start;
        boolean masked = false;
        while (end < prompt.length() && AsciiWords.isPart(prompt, end, JOINERS)) {
            masked |= AsciiWords.isDigit(prompt.charAt(end));
            end++;
        }
        if (masked) {
            skeleton.append('#');
        } else {
            for (int i = start; i < end; i++) {
                skeleton.append(AsciiWords.lower(prompt.charAt(i)));
            }
        }
        return end;
    }

    private static int quote(String prompt, int start, StringBuilder skeleton) {
        int limit = Math.min(prompt.length(), start + LONGEST_QUOTE + 2);
        for (int end = start + 1; end < limit && prompt.charAt(end) != '\n'; end++) {
            if (prompt.charAt(end) == '"') {
                skeleton.append("\"#\"");
                return end + 1;
            }
        }
        skeleton.append('"');
        return start + 1;
    }

    private static int space(String prompt, int start, StringBuilder skeleton) {
        int end = start;
        while (end < prompt.length() && AsciiWords.isSpace(prompt.charAt(end))) {
            end++;
        }
        skeleton.append(' ');
        return end;
    }
}
