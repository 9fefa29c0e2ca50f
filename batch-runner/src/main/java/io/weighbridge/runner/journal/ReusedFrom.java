package io.weighbridge.runner.journal;

import java.util.Locale;

/** Where an answer that needed no call comes from. */
public enum ReusedFrom {
    /** It was given to an equal request before. */
    CACHE,
    /** It is the response to prompts of a known shape. */
    TEMPLATE;

    /** As files spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReusedFrom ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
