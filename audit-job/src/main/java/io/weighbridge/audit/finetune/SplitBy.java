package io.weighbridge.audit.finetune;

import java.util.Locale;

/** What lies on one side of the split as a whole. */
enum SplitBy {
    /** Equal prompts, sessions and templates. */
    TEMPLATE,
    /** Equal prompts and sessions only: for a task that is one template. */
    PROMPT;

    /** As options spell it: "template", "prompt". */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
