package io.weighbridge.tokenlog;

import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * What is kept of a prompt to find others that are nearly the same (FORMAT.md, "Prompt sketch"): 32 bits of a hash of the whole prompt, and 32
 * bits of a hash of the prompt without its last sentence. Long numbers and ids do not count, amounts, dates and all other words do. So
 * prompts are nearly the same if their wholes are equal, and one says a sentence more than another if its beginning is the other's whole.
 *
 * <p>Both are equality tests. Sketches that keep distances, such as SimHash (Charikar 2002), cannot tell a request that is made again with
 * a sentence added from another request of the same template, which often differs in fewer words (ARCHITECTURE.md).
 */
public final class PromptSketch {
    /** A word with as many digits is the name of a thing, such as an account or a time of day, and no amount or date. */
    private static final int DIGITS_OF_A_NAME = 10;

    /** Of the parts of a time or an address; commas separate numbers that all count. */
    private static final String JOINERS = ".:";

    /** Longer last sentences are no mere addition. */
    private static final int LONGEST_ADDITION = 100;

    private static final int HALF_DIGITS = 8;
    private static final int HALF_BITS = 32;

    private final StringBuilder plain;
    private int lastSentence;

    private PromptSketch(String prompt) {
        this.plain = new StringBuilder(prompt.length());
    }

    /**
     * The sketch of a prompt; empty of a blank one.
     *
     * @param hash gives hexadecimal digits, at least 8; who does not know it cannot try out prompts
     */
    public static OptionalLong of(String prompt, UnaryOperator<String> hash) {
        PromptSketch sketch = new PromptSketch(prompt);
        sketch.read(prompt);
        if (sketch.plain.isEmpty()) {
            return OptionalLong.empty();
        }
        long whole = half(hash.apply(sketch.plain.toString()));
        long beginning = sketch.hasAddition() ? half(hash.apply(sketch.beginning())) : whole;
        return OptionalLong.of(whole << HALF_BITS | beginning);
    }

    /** Equal for prompts that are nearly the same. */
    public static int whole(long sketch) {
        return (int) (sketch >>> HALF_BITS);
    }

    /** The whole of the prompt without its last sentence; its own where it has none to lose. */
    public static int beginning(long sketch) {
        return (int) sketch;
    }

    private static long half(String digits) {
        return Long.parseLong(digits, 0, HALF_DIGITS, 16);
    }

    private boolean hasAddition() {
        int addition = plain.length() - lastSentence;
        return addition <= LONGEST_ADDITION && addition < lastSentence;
    }

    /** Without the space before the last sentence. */
    private String beginning() {
        return plain.substring(0, lastSentence - 1);
    }

    private void read(String prompt) {
        int length = prompt.length();
        while (length > 0 && AsciiWords.isSpace(prompt.charAt(length - 1))) {
            length--;
        }
        int at = 0;
        while (at < length) {
            if (AsciiWords.isPart(prompt, at, JOINERS)) {
                at = word(prompt, at);
            } else if (AsciiWords.isSpace(prompt.charAt(at))) {
                at = space(prompt, at);
            } else {
                plain.append(prompt.charAt(at++));
            }
        }
    }

    private int word(String prompt, int start) {
        int end = start;
        int digits = 0;
        while (end < prompt.length() && AsciiWords.isPart(prompt, end, JOINERS)) {
            digits += AsciiWords.isDigit(prompt.charAt(end)) ? 1 : 0;
            end++;
        }
        if (digits >= DIGITS_OF_A_NAME) {
            plain.append('#');
        } else {
            for (int i = start; i < end; i++) {
                plain.append(AsciiWords.lower(prompt.charAt(i)));
            }
        }
        return end;
    }

    /** A sentence ends with its line, or with a full stop, a question mark or an exclamation mark before a space. */
    private int space(String prompt, int start) {
        boolean ends = !plain.isEmpty() && ".?!".indexOf(plain.charAt(plain.length() - 1)) >= 0;
        int end = start;
        while (end < prompt.length() && AsciiWords.isSpace(prompt.charAt(end))) {
            ends |= prompt.charAt(end) == '\n';
            end++;
        }
        if (!plain.isEmpty()) {
            plain.append(' ');
            lastSentence = ends ? plain.length() : lastSentence;
        }
        return end;
    }
}
