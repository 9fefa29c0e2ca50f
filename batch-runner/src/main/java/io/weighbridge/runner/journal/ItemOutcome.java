package io.weighbridge.runner.journal;

import java.util.Locale;

/** Where an item ended, or that it did not. */
public enum ItemOutcome {
    SUCCEEDED,
    /** Every permitted attempt failed, or the provider refuses it. */
    NEEDS_HUMAN,
    /** The budget does not allow its worst case; left for a resumed run with a larger budget. */
    NOT_STARTED;

    /** As files spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ItemOutcome ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
