package io.weighbridge.audit.finetune;

import java.util.Locale;

/** What becomes of a call of the task. Every call has one: the first of these, in this order, that holds. */
enum Fate {
    /** Another model answered. */
    OTHER_MODEL,
    FAILED,
    /** The answer ended at its limit of tokens, or a filter ended it. */
    CUT_OFF,
    /** The answer calls a tool, which its text does not hold. */
    TOOL_CALL,
    TEXT_NOT_KEPT,
    EMPTY,
    /** Calls of several sources have this id, so that nobody knows which one was scored. */
    AMBIGUOUS_ID,
    UNSCORED,
    /** Only judge models scored the answer. */
    ONLY_JUDGED,
    BELOW_MINIMUM,
    /** The prompt is a conversation that chat lines cannot say: tools, images, no user. */
    NO_CHAT,
    TOO_LONG,
    /** A key pattern was found. */
    SECRET,
    /** Another example has the same prompt. */
    DUPLICATE_PROMPT,
    /** Its template has examples enough. */
    OVER_TEMPLATE_LIMIT,
    /** There are examples enough. */
    OVER_LIMIT,
    EXAMPLE;

    /** As files spell it: "below-minimum". */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Fate ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
