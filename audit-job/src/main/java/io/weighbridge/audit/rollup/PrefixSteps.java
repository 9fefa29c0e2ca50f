package io.weighbridge.audit.rollup;

/**
 * How far a provider's cache would have held the prompt of each call of a day, and how far it would have been given it for later calls: two
 * bytes a call.
 */
final class PrefixSteps {
    /** Of a day on which no prompt is long enough. */
    static final PrefixSteps NONE = new PrefixSteps(0);

    private final byte[] read;
    private final byte[] written;

    PrefixSteps(int calls) {
        this.read = new byte[calls];
        this.written = new byte[calls];
    }

    boolean isNone() {
        return read.length == 0;
    }

    /** A step of {@link io.weighbridge.tokenlog.PromptPrefixes}; 0 is nothing. */
    int read(int call) {
        return read[call];
    }

    /** From the beginning of the prompt, what is read included. */
    int written(int call) {
        return written[call];
    }

    void setRead(int call, int step) {
        read[call] = (byte) step;
    }

    void setWritten(int call, int step) {
        written[call] = (byte) Math.max(written[call], step);
    }
}
