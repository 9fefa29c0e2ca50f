package io.weighbridge.cli;

/** Whether prompt and response text is stored in the lake. */
public enum TextRetention {
    /** Text is stored; the trainer can learn from it. */
    KEEP,
    /** As {@link #NONE}, but what models see of prompts is kept as numbers; the trainer can learn from them. */
    FEATURES,
    /** Text is read for tasks and hashes, then dropped; hashes are made with a secret key, and without one dropped too. */
    NONE
}
