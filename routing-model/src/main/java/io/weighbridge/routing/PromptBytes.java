package io.weighbridge.routing;

/**
 * The bytes of a prompt that are read for features, in a reusable buffer: the whole prompt if it fits, otherwise its first
 * and last halves of the budget with a line break between them, because instructions stand at either end.
 */
final class PromptBytes {
    private final int budget;
    private final byte[] bytes;
    private final char[] chunk = new char[512];
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
            int ascii = readAscii(prompt);
            count = Utf8.encode(prompt, ascii, prompt.length(), bytes, ascii);
            totalBytes = count;
        } else {
            readBothEnds(prompt);
        }
        bytes[count] = ' ';
    }

    /** How many characters stand before the first chunk that is not ASCII alone; a chunk is copied many characters at a time. */
    private int readAscii(String prompt) {
        int at = 0;
        while (at < prompt.length()) {
            int length = Math.min(chunk.length, prompt.length() - at);
            prompt.getChars(at, at + length, chunk, 0);
            int anyBit = 0;
            for (int i = 0; i < length; i++) {
                anyBit |= chunk[i];
                bytes[at + i] = (byte) chunk[i];
            }
            if (anyBit >= 0x80) {
                break;
            }
            at += length;
        }
        return at;
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

    /** The buffer: the bytes read, then a space. */
    byte[] bytes() {
        return bytes;
    }

    /** Byte {@code i} of those read, 0 to 255; a space follows the last one. */
    int at(int i) {
        return bytes[i] & 0xFF;
    }
}
