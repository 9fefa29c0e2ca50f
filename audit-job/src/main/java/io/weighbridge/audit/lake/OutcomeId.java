package io.weighbridge.audit.lake;

import io.weighbridge.tokenlog.Outcome;

/** What makes two rows the same outcome. */
public final class OutcomeId {
    private OutcomeId() {}

    /**
     * The draw and the model where a designed replay bought the outcome, whatever else the row says; else the row's
     * content, because a benchmark may hold several outcomes of one model for one prompt.
     *
     * @param rowId hash of the row and its occurrence among equal rows of its file
     */
    public static String of(Outcome outcome, String rowId) {
        Outcome.Draw draw = outcome.draw();
        return draw == null
                ? rowId
                : String.join(
                        "\u0000",
                        draw.replayId(),
                        draw.frame(),
                        Long.toString(draw.index()),
                        outcome.unitId(),
                        outcome.model(),
                        outcome.labelSource());
    }
}
