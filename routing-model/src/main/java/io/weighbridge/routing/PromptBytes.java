package io.weighbridge.routing;

/**
 * The bytes of a prompt that are read for features, in a reusable buffer: the whole prompt if it fits, otherwise its first
 * and last halves of the budget with a line break between them, because instructions stand at either end.
 */
final class PromptBytes {
    private final int budget;
    private final byte[] bytes;
    private int count;
    private long totalBytes;

    PromptBytes(int budget) {
        this.budget = budget;
        bytes = new byte[budget + 2];
    }

    void read(String prompt) {
        boolean fitsForSure = Utf8.MAX_BYTES_PER_CHAR * (long) prompt.length() <= budget;
        totalBytes = fitsForSure ? 0 : Utf8.length(prompt);
        if (totalBytes <= budget) {
            count = Utf8.encode(prompt, 0, prompt.length(), bytes, 0);
            totalBytes = count;
        } else {
            readBothEnds(prompt);
        }
        bytes[count] = ' ';
    }

    private void readBothEnds(String prompt) {
        count = Utf8.encode(prompt, 0, Utf8.prefixEnd(prompt, budget / 2), bytes, 0);
        bytes[count++] = '\n';
        count = Utf8.encode(prompt, Utf8.suffixStart(prompt, budget / 2), prompt.length(), bytes, count);
    }

    /** How many bytes were read. */
    int count() {
        return count;
    }

    /** The length of the whole prompt. */
    long totalBytes() {
        return totalBytes;
    }

    /** Byte {@code i} of those read, 0 to 255; a space follows the last one. */
    int at(int i) {
        return bytes[i] & 0xFF;
    }
}
