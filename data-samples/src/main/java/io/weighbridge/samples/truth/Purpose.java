package io.weighbridge.samples.truth;

/** What random numbers of a row are used for; each purpose has numbers of its own. Salts are frozen. */
public enum Purpose {
    SESSION(1),
    TASK(2),
    REPEAT(3),
    TEXT(4),
    FOLLOW_UP(5),
    HIDDEN_DIFFICULTY(6),
    ANSWER_NOISE(7),
    OUTPUT_LENGTH(8),
    TIME(9),
    SERVING(10),
    LATENCY(11),
    REPLAY(12),
    REFERENCE(13),
    ANSWER_TEXT(14),
    FAULT(15),
    BATCH_FAULT(16);

    private final int salt;

    Purpose(int salt) {
        this.salt = salt;
    }

    int salt() {
        return salt;
    }
}
