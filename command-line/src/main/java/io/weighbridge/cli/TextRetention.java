package io.weighbridge.cli;

/** Whether prompt and response text is stored in the lake. */
public enum TextRetention {
    /** Text is stored; the trainer can learn from it. */
    KEEP,
    /** Text is read for features and hashes, then dropped. */
    NONE
}
