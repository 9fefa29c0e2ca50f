package io.weighbridge.audit.rollup;

/** The answers of a day by call, and the templates within their circles that were answered, as hashes: 16 bytes a
 * call, or none where no answer is known. */
final class Answers {
    private static final long UNKNOWN = 0;

    private final int calls;
    private long[] templates = {};
    private long[] answers = {};

    /** None are known yet. */
    Answers(int calls) {
        this.calls = calls;
    }

    void set(int call, long template, long answer) {
        if (isEmpty()) {
            templates = new long[calls];
            answers = new long[calls];
        }
        templates[call] = template == UNKNOWN ? 1 : template;
        answers[call] = answer;
    }

    boolean isEmpty() {
        return templates.length == 0;
    }

    /** Whether both template and answer are. */
    boolean isKnown(int call) {
        return !isEmpty() && templates[call] != UNKNOWN;
    }

    long template(int call) {
        return templates[call];
    }

    long answer(int call) {
        return answers[call];
    }
}
